package io.factorscope.exactlyonce;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a step counts. Only what is committed is counted, so the balance holds at every scrape:
 *
 * <pre>
 * factorscope_records_in = factorscope_records_answered + factorscope_dead_letters + factorscope_records_skipped
 * </pre>
 *
 * {@code factorscope_records_lost} must stay 0: it counts what retention deleted before it was
 * read.
 */
public final class StepMetrics {

  private final Counter in;
  private final Counter answered;
  private final Counter deadLetters;
  private final Counter skipped;
  private final Counter lost;
  private final Counter restarts;
  private final Timer transactions;
  private final AtomicLong lag = new AtomicLong();

  public StepMetrics(MeterRegistry meters, String step) {
    this.in = counter(meters, step, "records.in", "Input records that were committed");
    this.answered = counter(meters, step, "records.answered", "Input records that were answered");
    this.deadLetters =
        counter(meters, step, "dead.letters", "Input records that went to the dead letters");
    this.skipped =
        counter(meters, step, "records.skipped", "Input records of another model or dictionary");
    this.lost =
        counter(
            meters, step, "records.lost", "Input records that were deleted before they were read");
    this.restarts =
        counter(
            meters,
            step,
            "step.restarts",
            "Fresh starts after an error, from the committed offsets");
    this.transactions =
        Timer.builder("factorscope.transaction")
            .description("From the first input record's turn to the commit")
            .tag("step", step)
            .register(meters);
    Gauge.builder("factorscope.lag", lag, value -> (double) value.get())
        .description("Input records that wait")
        .tag("step", step)
        .register(meters);
  }

  void committed(Transaction transaction, long nanos) {
    in.increment(transaction.inputs());
    deadLetters.increment(transaction.deadLetters());
    skipped.increment(transaction.skipped());
    answered.increment(transaction.inputs() - transaction.deadLetters() - transaction.skipped());
    transactions.record(nanos, TimeUnit.NANOSECONDS);
  }

  void lag(long records) {
    lag.set(records);
  }

  void lost(long records) {
    lost.increment((double) records);
  }

  Counter restarts() {
    return restarts;
  }

  private static Counter counter(
      MeterRegistry meters, String step, String name, String description) {
    return Counter.builder("factorscope." + name)
        .description(description)
        .tag("step", step)
        .register(meters);
  }
}
