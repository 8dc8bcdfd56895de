package io.factorscope.benchmarks.micro;

import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.benchmarks.data.PreparedData;
import java.nio.file.Path;

/** The prepared data that JMH's processes measure on; the command says where. */
public final class MicroData {

  /** System property with the folder of the data set. */
  public static final String FOLDER = "factorscope.benchmark.data";

  private MicroData() {}

  static PreparedData prepared() {
    String folder = System.getProperty(FOLDER);
    if (folder == null) {
      throw new BenchmarkException(
          "system property %s: is missing; start with ./factorscope benchmark jmh, which sets it"
              .formatted(FOLDER));
    }
    return PreparedData.in(Path.of(folder));
  }
}
