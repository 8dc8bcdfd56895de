package io.factorscope.onnx;

import java.nio.file.Path;
import java.util.Arrays;

/** A process that runs a model once and ends. Argument: the model's folder. */
final class BareProcess {
  private static final int LENGTH = 16;

  private BareProcess() {}

  public static void main(String[] arguments) {
    long[] ids = new long[LENGTH];
    Arrays.fill(ids, 2003);
    HiddenStateModel model = HiddenStateModel.open(Path.of(arguments[0]), "bare", Device.CPU, 1);
    model.run(ids, new int[] {LENGTH}, 1, LENGTH, new int[] {3}).close();
    model.close();
  }
}
