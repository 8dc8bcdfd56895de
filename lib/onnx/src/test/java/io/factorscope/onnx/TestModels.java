package io.factorscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.models.ModelStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real models that the tests run; their artifacts are on the test class path. */
final class TestModels {
  private static final Path CACHE = Path.of("target", "test-models");

  private TestModels() {}

  static Path bge() {
    return new ModelStore(CACHE).folder("bge-small-en-v1.5");
  }

  static Path miniLm() {
    return new ModelStore(CACHE).folder("all-minilm-l6-v2");
  }

  /** Puts the files of a model that the catalogue does not have into a folder. */
  static Path unpack(String model, Path folder) throws IOException {
    copy(model + ".onnx", folder.resolve("model.onnx"));
    copy(model + "-tokenizer.json", folder.resolve("tokenizer.json"));
    return folder;
  }

  private static void copy(String resource, Path target) throws IOException {
    try (InputStream content = TestModels.class.getResourceAsStream("/" + resource)) {
      assertThat(content).as("%s on the class path", resource).isNotNull();
      Files.copy(content, target);
    }
  }
}
