package io.factorscope.dictionary.learn;

import io.factorscope.sparse.learn.LearnerCounts;
import io.factorscope.v1.VersionHeader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the learner has seen and made, of the dictionary that this replica owns. Gauges follow the
 * log, so after a restart they go on from the checkpoint.
 */
public final class LearningMetrics {

  private final Counter bad;
  private final Counter lost;
  private final Counter notDerived;
  private final Counter restarts;
  private final Counter deadLetters;
  private final StageTimes times;
  private volatile double learned;
  private volatile double refused;

  /** Not known before the learner has read: 0 would say that all is learned. */
  private volatile double lag = Double.NaN;

  private volatile double version;
  private volatile double heldOut;
  private volatile double explainedVariance = Double.NaN;
  private volatile double dead;
  private final AtomicLong replaced = new AtomicLong();

  public LearningMetrics(MeterRegistry meters) {
    this.times = new StageTimes(meters);
    this.bad =
        Counter.builder("factorscope.evidence.bad")
            .description("Records of evidence that can't be used")
            .register(meters);
    this.lost =
        Counter.builder("factorscope.evidence.lost")
            .description("Offsets of evidence that retention deleted before they were read")
            .register(meters);
    this.notDerived =
        Counter.builder("factorscope.versions.not.derived")
            .description("Versions that were gone on from, as they can't be derived again")
            .register(meters);
    this.restarts =
        Counter.builder("factorscope.step.restarts")
            .description("Fresh starts after an error, from the last checkpoint")
            .tag("step", "learn")
            .register(meters);
    this.deadLetters =
        Counter.builder("factorscope.dead.letters")
            .description("Dead letters written")
            .tag("step", "learn")
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
    gauge(
        meters,
        "factorscope.replaced",
        "Factors that were replaced or merged since version 1",
        replaced::get);
    Gauge.builder("factorscope.lag", () -> lag)
        .description("Input records that wait")
        .tag("step", "learn")
        .register(meters);
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

  void lag(long records) {
    lag = records;
  }

  /** The learner has stopped, or has lost its partition. */
  void lagUnknown() {
    lag = Double.NaN;
  }

  /** Counts owners that start afresh after an error. */
  public Counter restarts() {
    return restarts;
  }

  void lost(long offsets) {
    lost.increment(offsets);
  }

  void notDerived(long versions) {
    notDerived.increment(versions);
  }

  void bad() {
    bad.increment();
  }

  void deadLetters(int written) {
    deadLetters.increment(written);
  }

  StageTimes times() {
    return times;
  }

  private static void gauge(
      MeterRegistry meters, String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(meters);
  }
}
