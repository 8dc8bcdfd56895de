package io.factorscope.embedder;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

/** Pins the keys and their defaults. */
class EmbedderConfigTest {

  @Test
  void defaults() {
    EmbedderConfig config = config(Map.of("user.home", "/people/ada"));
    assertThat(config.model().name()).isEqualTo("bge-small-en-v1.5");
    assertThat(config.model().cache()).isEqualTo("/people/ada/.cache/factorscope/models");
    assertThat(config.model().layers()).isEmpty();
    assertThat(config.model().window()).isEmpty();
    assertThat(config.model().specialTokens()).isEqualTo(EmbedderConfig.SpecialTokenUse.MODEL);
    assertThat(config.model().device()).isEqualTo("cpu");
    assertThat(config.model().threads()).isZero();
    assertThat(config.model().batchTokens()).isZero();
    assertThat(config.stream().longestWork()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.api().maxInputs()).isEqualTo(256);
    assertThat(config.api().maxTokens()).isEqualTo(65_536);
  }

  @Test
  void keys() {
    EmbedderConfig config =
        config(
            Map.ofEntries(
                Map.entry("user.home", "/people/ada"),
                Map.entry("factorscope.model.name", "m"),
                Map.entry("factorscope.model.cache", "/c"),
                Map.entry("factorscope.model.layers", "0,5,12"),
                Map.entry("factorscope.model.window", "32"),
                Map.entry("factorscope.model.special-tokens", "none"),
                Map.entry("factorscope.model.device", "auto"),
                Map.entry("factorscope.model.threads", "3"),
                Map.entry("factorscope.model.batch-tokens", "1000"),
                Map.entry("factorscope.stream.longest-work", "200ms"),
                Map.entry("factorscope.api.max-inputs", "7"),
                Map.entry("factorscope.api.max-tokens", "8")));
    assertThat(config.model().name()).isEqualTo("m");
    assertThat(config.model().cache()).isEqualTo("/c");
    assertThat(config.model().layers()).contains(List.of(0, 5, 12));
    assertThat(config.model().window()).hasValue(32);
    assertThat(config.model().specialTokens()).isEqualTo(EmbedderConfig.SpecialTokenUse.NONE);
    assertThat(config.model().device()).isEqualTo("auto");
    assertThat(config.model().threads()).isEqualTo(3);
    assertThat(config.model().batchTokens()).isEqualTo(1_000);
    assertThat(config.stream().longestWork()).isEqualTo(Duration.ofMillis(200));
    assertThat(config.api().maxInputs()).isEqualTo(7);
    assertThat(config.api().maxTokens()).isEqualTo(8);
  }

  static EmbedderConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withConverters(new Converter<?>[] {new DurationConverter()})
        .withMapping(EmbedderConfig.class)
        .withDefaultValues(values)
        .addDefaultInterceptors()
        .build()
        .getConfigMapping(EmbedderConfig.class);
  }
}
