package io.factorscope.models;

import java.util.List;
import java.util.Optional;

/**
 * A model that can be had by name: it comes from a Maven artifact.
 *
 * @param name users call it by
 * @param groupId of the artifact
 * @param artifactId of the artifact
 * @param version of the artifact
 * @param resource the jar has {@code <resource>.onnx} and {@code <resource>-tokenizer.json}
 * @param megabytes size of the jar
 */
public record KnownModel(
    String name,
    String groupId,
    String artifactId,
    String version,
    String resource,
    int megabytes) {
  private static final String LANGCHAIN4J_VERSION = "1.20.0-beta30";

  static final List<KnownModel> ALL =
      List.of(
          langchain4j("bge-small-en-v1.5", "bge-small-en-v15", 78),
          langchain4j("all-minilm-l6-v2", "all-minilm-l6-v2", 83));

  /** The model of this name. */
  public static Optional<KnownModel> find(String name) {
    return ALL.stream().filter(model -> model.name.equals(name)).findFirst();
  }

  static List<String> names() {
    return ALL.stream().map(KnownModel::name).toList();
  }

  /** group:artifact:version, as Maven reads it. */
  public String coordinates() {
    return "%s:%s:%s".formatted(groupId, artifactId, version);
  }

  public String jarName() {
    return "%s-%s.jar".formatted(artifactId, version);
  }

  private static KnownModel langchain4j(String name, String suffix, int megabytes) {
    return new KnownModel(
        name,
        "dev.langchain4j",
        "langchain4j-embeddings-" + suffix,
        LANGCHAIN4J_VERSION,
        name,
        megabytes);
  }
}
