package io.factorscope.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.exactlyonce.KeptTimes;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

/** Pins the keys and their defaults. */
class KafkaConfigTest {

  @Test
  void defaults() {
    KafkaConfig kafka = config(Map.of());
    assertThat(kafka.bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(kafka.topics().texts()).isEqualTo("texts");
    assertThat(kafka.namespace()).isEqualTo("factorscope");
    assertThat(kafka.instance()).isEqualTo("0");
    assertThat(kafka.partitions()).isEqualTo(4);
    assertThat(kafka.topicLimit()).isEmpty();
    assertThat(kafka.kept().times()).isEqualTo(KeptTimes.DEFAULT);
    assertThat(kafka.client()).isEmpty();
  }

  @Test
  void keys() {
    KafkaConfig kafka =
        config(
            Map.of(
                "factorscope.kafka.bootstrap-servers", "broker:1",
                "factorscope.kafka.topic-prefix", "p-",
                "factorscope.kafka.namespace", "n",
                "factorscope.kafka.instance", "7",
                "factorscope.kafka.partitions", "3",
                "factorscope.kafka.topic-limit", "1000",
                "factorscope.kafka.kept.hidden-states", "1h",
                "factorscope.kafka.client.\"security.protocol\"", "SSL"));
    assertThat(kafka.topics().texts()).isEqualTo("p-texts");
    assertThat(kafka.instance("coder").transactionalId("step")).isEqualTo("n-coder-step-7");
    assertThat(kafka.instance("coder").bootstrapServers()).isEqualTo("broker:1");
    assertThat(kafka.specs().partitions()).isEqualTo(3);
    assertThat(kafka.specs().limit()).hasValue(1_000);
    assertThat(kafka.kept().times().hiddenStates()).hasHours(1);
    assertThat(kafka.client()).containsExactly(Map.entry("security.protocol", "SSL"));
  }

  private static KafkaConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withConverters(new Converter<?>[] {new DurationConverter()})
        .withMapping(KafkaConfig.class)
        .withDefaultValues(values)
        .addDefaultInterceptors()
        .build()
        .getConfigMapping(KafkaConfig.class);
  }
}
