package io.factorscope.embedder;

import io.factorscope.models.ModelStore;
import io.factorscope.onnx.Device;
import io.factorscope.onnx.HiddenStateModel;
import java.nio.file.Path;

/** The real models that the tests use, unpacked once. */
public final class TestModels {

  public static final String BGE = "bge-small-en-v1.5";
  public static final String MINI_LM = "all-minilm-l6-v2";
  public static final Path CACHE = Path.of("target", "test-models");

  private TestModels() {}

  public static Path folder(String model) {
    return new ModelStore(CACHE).folder(model);
  }

  public static Path tokenizer(String model) {
    return folder(model).resolve("tokenizer.json");
  }

  public static HiddenStateModel open(String model) {
    return HiddenStateModel.open(folder(model), model, Device.CPU, 2);
  }
}
