package io.factorscope.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelLoadingTest {

  @Test
  void layersAreEverySecondAndTheLastByDefault() throws InterruptedException {
    try (LoadedModel model = load(Map.of())) {
      assertThat(model.layers()).containsExactly(0, 2, 4, 6);
      assertThat(model.info().getId()).isEqualTo(TestModels.MINI_LM);
      assertThat(model.info().getHash().size()).isEqualTo(32);
      assertThat(model.info().getDepth()).isEqualTo(6);
      assertThat(model.cutter().size()).isEqualTo(64);
      assertThat(model.tokensPerSecond()).isPositive();
    }
  }

  @Test
  void settingsAreTaken() throws InterruptedException {
    try (LoadedModel model =
        load(Map.of("layers", "5,1", "window", "16", "special-tokens", "none"))) {
      assertThat(model.layers()).isEqualTo(List.of(1, 5));
      assertThat(model.cutter().size()).isEqualTo(16);
      assertThat(model.runs().model().frameSize()).isZero();
    }
  }

  @Test
  void settingsThatDoNotFitTheModelAreNamed() {
    assertRefused(Map.of("layers", "0,7"), "factorscope.model.layers: is 7, must be 0 to 6");
    assertRefused(Map.of("window", "511"), "factorscope.model.window: is 511, must be 1 to 510");
    assertRefused(Map.of("window", "0"), "factorscope.model.window: is 0");
    assertRefused(Map.of("threads", "-1"), "factorscope.model.threads: is -1");
    assertRefused(Map.of("device", "tpu"), "tpu");
    assertRefused(Map.of("name", "./a folder"), "factorscope.model.name: 'a folder'");
  }

  private static void assertRefused(Map<String, String> settings, String message) {
    assertThatThrownBy(() -> load(settings)).hasMessageContaining(message);
  }

  private static LoadedModel load(Map<String, String> settings) throws InterruptedException {
    Map<String, String> all = new HashMap<>();
    all.put("user.home", "unused");
    all.put("factorscope.model.name", TestModels.MINI_LM);
    all.put("factorscope.model.cache", TestModels.CACHE.toString());
    settings.forEach((key, value) -> all.put("factorscope.model." + key, value));
    return new ModelLoading(EmbedderConfigTest.config(all).model(), new SimpleMeterRegistry())
        .load();
  }
}
