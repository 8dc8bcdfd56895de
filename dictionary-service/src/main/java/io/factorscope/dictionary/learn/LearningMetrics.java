package io.factorscope.dictionary.learn;

import io.factorscope.sparse.learn.LearnerCounts;
import io.factorscope.v1.VersionHeader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * What the learner has seen and made, of the dictionary that this replica owns. Gauges follow the
 * log, so after a restart they go on from the checkpoint.
 */
public final class LearningMetrics {

  private final Counter bad;
  private volatile double learned;
  private volatile double refused;
  private volatile double lag;
  private volatile double version;
  private volatile double heldOut;
  private volatile double explainedVariance = Double.NaN;
  private volatile double dead;

  public LearningMetrics(MeterRegistry meters) {
    this.bad =
        Counter.builder("factorscope.evidence.bad")
            .description("Records of evidence that can't be used")
            .register(meters);
    gauge(meters, "factorscope.learned", "Vectors that were learned from", () -> learned);
    gauge(meters, "factorscope.learned.refused", "Vectors whose codes are too old", () -> refused);
    gauge(meters, "factorscope.latest.version", "The newest version", () -> version);
    gauge(meters, "factorscope.held.out", "Vectors in the held-out reservoir", () -> heldOut);
    gauge(
        meters,
        "factorscope.held.out.explained.variance",
        "Of the newest version, on the held-out reservoir",
        () -> explainedVariance);
    gauge(meters, "factorscope.held.out.dead", "Factors that no held-out vector uses", () -> dead);
    Gauge.builder("factorscope.lag", () -> lag)
        .description("Input records that wait")
        .tag("step", "learn")
        .register(meters);
  }

  void seen(LearnerCounts counts) {
    learned = counts.learned();
    refused = counts.refused();
  }

  void version(VersionHeader head) {
    version = head.getId().getVersion();
    if (head.hasMetrics()) {
      heldOut = head.getMetrics().getHeldOut();
      explainedVariance = head.getMetrics().getExplainedVariance();
      dead = head.getMetrics().getDead();
    }
  }

  void lag(long records) {
    lag = records;
  }

  void bad() {
    bad.increment();
  }

  private static void gauge(
      MeterRegistry meters, String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(meters);
  }
}
