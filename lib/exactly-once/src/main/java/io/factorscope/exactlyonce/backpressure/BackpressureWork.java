package io.factorscope.exactlyonce.backpressure;

import io.factorscope.exactlyonce.DeletedRecords;
import io.factorscope.exactlyonce.Output;
import io.factorscope.exactlyonce.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Work that says "not now" while the readers of its output are too far behind; with a trickle, one
 * record in a while passes all the same.
 */
public final class BackpressureWork implements Work {

  private final Work work;
  private final BooleanSupplier backpressure;
  private final Optional<Duration> trickle;
  private final LongSupplier clock;
  private long lastTaken;

  /**
   * @param backpressure whether the work has to wait
   * @param trickle time between two records that pass while it has to wait; none pass if absent
   */
  public BackpressureWork(Work work, BooleanSupplier backpressure, Optional<Duration> trickle) {
    this(work, backpressure, trickle, System::nanoTime);
  }

  /**
   * @param clock in nanoseconds
   */
  BackpressureWork(
      Work work, BooleanSupplier backpressure, Optional<Duration> trickle, LongSupplier clock) {
    this.work = work;
    this.backpressure = backpressure;
    this.trickle = trickle;
    this.clock = clock;
    this.lastTaken = clock.getAsLong();
  }

  @Override
  public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
    long now = clock.getAsLong();
    boolean slow = backpressure.getAsBoolean();
    if (slow && !trickles(now)) {
      return NOT_NOW;
    }
    lastTaken = now;
    return slow ? 1 : work.take(waiting);
  }

  private boolean trickles(long now) {
    return trickle.isPresent() && now - lastTaken >= trickle.get().toNanos();
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
