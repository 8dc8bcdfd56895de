package io.factorscope.coder.pressure;

import io.factorscope.exactlyonce.DeletedRecords;
import io.factorscope.exactlyonce.Output;
import io.factorscope.exactlyonce.Work;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Work that says "not now" while the learner is too far behind, but for one record in a while.
 *
 * <p>A learner makes checkpoints only with versions, and a version closes by enough evidence or by
 * the evidence's time. Where half of what the topic keeps is less than a version needs, learner and
 * coder would wait for each other; the trickle lets the evidence's time go on.
 */
public final class TricklingWork implements Work {

  /** So little that hours of it fit what the topic may still take. */
  public static final Duration TRICKLE = Duration.ofSeconds(30);

  private final Work work;
  private final BooleanSupplier tooHigh;
  private final long interval;
  private final LongSupplier clock;
  private long lastTaken;

  /**
   * @param tooHigh whether the pressure of the evidence is
   * @param interval between two records while it is
   * @param clock in nanoseconds
   */
  public TricklingWork(Work work, BooleanSupplier tooHigh, Duration interval, LongSupplier clock) {
    this.work = work;
    this.tooHigh = tooHigh;
    this.interval = interval.toNanos();
    this.clock = clock;
    this.lastTaken = clock.getAsLong();
  }

  @Override
  public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
    long now = clock.getAsLong();
    boolean pressed = tooHigh.getAsBoolean();
    if (pressed && now - lastTaken < interval) {
      return NOT_NOW;
    }
    lastTaken = now;
    return pressed ? 1 : work.take(waiting);
  }

  @Override
  public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
    work.process(records, output);
  }

  @Override
  public void deleted(DeletedRecords deleted, Output output) {
    work.deleted(deleted, output);
  }
}
