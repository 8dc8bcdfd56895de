package io.factorscope.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.HiddenStateBatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The whole service with device auto: what it tells of its work. */
@QuarkusTest
@QuarkusTestResource(ServiceResource.class)
@SuppressWarnings("NullAway.Init") // the fields are set before a test begins
class CoderMetricsServiceTest {

  private static final int BATCHES = 8;
  private static final int TOKENS = 20;

  @TestHTTPResource("/")
  URI root;

  @ConfigProperty(name = "factorscope.kafka.bootstrap-servers")
  String bootstrapServers;

  @Test
  void metricsTellHowCodesAreMade() throws Exception {
    Http http = new Http(root);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> http.get("q/health/ready").statusCode() == 200);
    send();
    double vectors = BATCHES * TOKENS * PlantedStates.LAYERS.size();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> http.metric("factorscope_vectors_total") >= vectors);

    double codes = http.metric("factorscope_codes_total");
    assertThat(codes).isEqualTo(vectors);
    assertThat(http.metric("factorscope_codes_rounds_total")).isBetween(codes, 50 * codes);
    assertThat(http.metric("factorscope_codes_polished_total")).isBetween(0.0, codes);
    assertThat(http.metric("factorscope_codes_fallen_back_total")).isZero();
    // Only a card proposes, and auto may find one.
    assertThat(http.metric("factorscope_codes_finished_total")).isBetween(0.0, codes);
    assertThat(http.metric("factorscope_codes_in_double_total")).isBetween(0.0, codes);
    assertThat(http.metric("factorscope_gap_max")).isBetween(1e-12, 1e-4);
    assertThat(http.metric("factorscope_gap_mean"))
        .isBetween(1e-12, http.metric("factorscope_gap_max"));
    assertThat(http.metric("factorscope_coding_seconds_sum"))
        .isGreaterThan(http.metric("factorscope_coding_product_seconds_sum"));
    assertThat(http.metric("factorscope_coding_product_seconds_sum")).isPositive();
    for (int layer : PlantedStates.LAYERS) {
      String tags = "{layer=\"%d\"}".formatted(layer);
      assertThat(http.metric("factorscope_codes_support_count" + tags)).isEqualTo(vectors / 2);
      assertThat(http.metric("factorscope_codes_support_sum" + tags)).isPositive();
    }
  }

  private void send() throws InterruptedException {
    PlantedStates planted = new PlantedStates();
    Instance instance = new Instance(bootstrapServers, "writer", "factorscope", "0", Map.of());
    try (TransactionalWriter writer =
        new TransactionalWriter(instance, "states", new SimpleMeterRegistry())) {
      for (int i = 0; i < BATCHES; i++) {
        HiddenStateBatch batch = planted.batch(i % 2, i, TOKENS).build();
        writer.commit(
            List.of(
                new OutputRecord(
                    "hidden-states.planted",
                    batch.getDocument().getPartition(),
                    batch.getDocument().getId(),
                    batch,
                    batch.getStates().getRows())));
      }
    }
  }
}
