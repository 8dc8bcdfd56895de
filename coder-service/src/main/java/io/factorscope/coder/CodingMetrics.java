package io.factorscope.coder;

import io.factorscope.sparse.CodingStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * How codes are made, over all versions since the start: what {@link CodingStatistics} counts.
 * Shares and rates are quotients of these counters.
 */
final class CodingMetrics implements MeterBinder {

  private final CodingStatistics statistics;

  CodingMetrics(CodingStatistics statistics) {
    this.statistics = statistics;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    count(meters, "codes", "Codes made", CodingStatistics::codes);
    count(meters, "codes.rounds", "Rounds of adding factors", CodingStatistics::rounds);
    count(meters, "codes.polished", "Newton steps for accuracy", CodingStatistics::polished);
    count(
        meters,
        "codes.grown",
        "Codes that needed room for very many factors",
        CodingStatistics::grown);
    count(
        meters,
        "codes.fallen.back",
        "Codes left to coordinate descent",
        CodingStatistics::fallenBack);
    count(
        meters,
        "codes.in.double",
        "Certificates that needed double precision",
        CodingStatistics::checkedInDouble);
    count(
        meters,
        "codes.finished",
        "Codes that the device proposed without a certificate, made on the processor",
        CodingStatistics::finished);
    time(meters, "coding", "All threads, coding", CodingStatistics::codingNanos);
    time(
        meters,
        "coding.product",
        "All threads, in the product of states and atoms",
        CodingStatistics::productNanos);
  }

  private void count(
      MeterRegistry meters,
      String name,
      String description,
      ToDoubleFunction<CodingStatistics> count) {
    FunctionCounter.builder("factorscope." + name, statistics, count)
        .description(description)
        .register(meters);
  }

  private void time(
      MeterRegistry meters,
      String name,
      String description,
      ToDoubleFunction<CodingStatistics> nanos) {
    FunctionTimer.builder(
            "factorscope." + name, statistics, CodingStatistics::codes, nanos, TimeUnit.NANOSECONDS)
        .description(description)
        .register(meters);
  }
}
