package io.factorscope.dictionary.owner;

import io.factorscope.sparse.learn.LearnerCounts;
import io.factorscope.v1.VersionHeader;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the learner of a dictionary has seen and made. Gauges follow the log, so after a restart
 * they go on from the checkpoint.
 */
final class DictionaryMetrics {

  private final MeterRegistry meters;
  private final String dictionary;
  private final AtomicLong replaced = new AtomicLong();
  private volatile double learned;
  private volatile double refused;
  private volatile double version;
  private volatile double heldOut;
  private volatile double explainedVariance = Double.NaN;
  private volatile double dead;

  DictionaryMetrics(MeterRegistry meters, String dictionary) {
    this.meters = meters;
    this.dictionary = dictionary;
    gauge("factorscope.learned", "Vectors that were learned from", () -> learned);
    gauge("factorscope.learned.refused", "Vectors whose codes are too old", () -> refused);
    gauge("factorscope.latest.version", "The newest version", () -> version);
    gauge("factorscope.held.out", "Vectors in the held-out reservoir", () -> heldOut);
    gauge(
        "factorscope.held.out.explained.variance",
        "Of the newest version, on the held-out reservoir",
        () -> explainedVariance);
    gauge("factorscope.held.out.dead", "Factors that no held-out vector uses", () -> dead);
    gauge(
        "factorscope.replaced",
        "Factors that were replaced or merged since version 1",
        replaced::get);
  }

  void seen(LearnerCounts counts) {
    learned = counts.learned();
    refused = counts.refused();
  }

  /** What was published before this owner: counts of factors go on from there. */
  void takeOver(Stream<VersionHeader> published) {
    replaced.set(0);
    published.forEach(this::version);
  }

  /** A version was published. */
  void version(VersionHeader head) {
    replaced.addAndGet(head.getReplacedCount() + head.getMergedCount());
    version = head.getId().getVersion();
    if (head.hasMetrics()) {
      heldOut = head.getMetrics().getHeldOut();
      explainedVariance = head.getMetrics().getExplainedVariance();
      dead = head.getMetrics().getDead();
    }
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value)
        .description(description)
        .tag("dictionary", dictionary)
        .register(meters);
  }
}
