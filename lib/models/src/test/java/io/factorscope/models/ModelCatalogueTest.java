package io.factorscope.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelCatalogueTest {

  @Test
  void knowsTheLambdaOfAModelThatItWasMeasuredFor() {
    assertThat(ModelCatalogue.defaults("bge-small-en-v1.5").lambda(8)).isEqualTo(0.6);
    assertThat(ModelCatalogue.defaults("bert-base-uncased").lambda(8)).isEqualTo(1.0);
  }

  @Test
  void takesAShareOfTheStatesLengthElsewhere() {
    assertThat(ModelCatalogue.defaults("all-minilm-l6-v2").lambda(8)).isEqualTo(0.4);
    assertThat(ModelCatalogue.defaults("someone's").lambda(8)).isEqualTo(0.4);
  }

  @Test
  void takesEverySecondLayerAndTheLast() {
    ModelDefaults defaults = ModelCatalogue.defaults(ModelCatalogue.DEFAULT);

    assertThat(defaults.layers(12)).containsExactly(0, 2, 4, 6, 8, 10, 12);
    assertThat(defaults.layers(5)).containsExactly(0, 2, 4, 5);
  }

  @Test
  void cutsWindowsOf64Tokens() {
    assertThat(ModelCatalogue.defaults("bge-small-en-v1.5").window()).isEqualTo(64);
    assertThat(ModelCatalogue.defaults("someone's").window()).isEqualTo(64);
  }

  @Test
  void fetchesWhatAnArtifactHas() {
    assertThat(ModelCatalogue.artifact(ModelCatalogue.DEFAULT)).isPresent();
    assertThat(ModelCatalogue.artifact("bert-base-uncased")).isEmpty();
  }
}
