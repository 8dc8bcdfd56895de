package io.factorscope.exactlyonce.expiry;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What time it is for a topic: that of its newest record, which the broker stamped, and what has
 * passed since that was seen first; but never later than this machine's own clock says. So neither
 * a clock that is wrong here nor a record from the future makes anything older than it is. Used by
 * one thread.
 */
final class TopicTime {

  private final LongSupplier clock;
  private final LongSupplier nanos;
  private long newest = Long.MIN_VALUE;
  private long seen;

  /**
   * @param clock ms since 1970
   * @param nanos what passes, as {@link System#nanoTime} tells
   */
  TopicTime(LongSupplier clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * @param newestRecord its time, ms since 1970
   * @return ms since 1970
   */
  long now(long newestRecord) {
    if (newestRecord > newest) {
      newest = newestRecord;
      seen = nanos.getAsLong();
    }
    long passed = Duration.ofNanos(nanos.getAsLong() - seen).toMillis();
    return Math.min(clock.getAsLong(), newest + passed);
  }
}
