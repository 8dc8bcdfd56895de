package io.factorscope.dictionary.owner;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the owner of a partition does, and of each of its dictionaries what its learner does. */
public final class OwnerMetrics {

  private final MeterRegistry meters;
  private final Map<String, DictionaryMetrics> ofDictionaries = new ConcurrentHashMap<>();

  private final Counter bad;
  private final Counter lost;
  private final Counter notDerived;
  private final Counter restarts;
  private final Counter deadLetters;
  private final StageTimes times;

  /** Not known before the learner has read: 0 would say that all is learned. */
  private volatile double lag = Double.NaN;

  /**
   * @param dictionaries whose gauges are there from the start
   */
  public OwnerMetrics(MeterRegistry meters, List<String> dictionaries) {
    this.meters = meters;
    dictionaries.forEach(this::of);
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
    Gauge.builder("factorscope.lag", () -> lag)
        .description("Input records that wait")
        .tag("step", "learn")
        .register(meters);
  }

  /** Of a dictionary; its gauges are there from the first call on. */
  DictionaryMetrics of(String dictionary) {
    return ofDictionaries.computeIfAbsent(dictionary, name -> new DictionaryMetrics(meters, name));
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
}
