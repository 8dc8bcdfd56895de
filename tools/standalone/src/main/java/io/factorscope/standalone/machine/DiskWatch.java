package io.factorscope.standalone.machine;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Warns before the disk is full: when less is free than the topics may still take. Warns once, and
 * again whenever half of what was free is gone, or when there was room meanwhile.
 */
public final class DiskWatch {

  private static final long MEBIBYTE = 1L << 20;

  private final DataFolder data;
  private final LongSupplier needed;
  private final LongSupplier free;
  private long warnedAt = Long.MAX_VALUE;

  /**
   * Watches a data folder.
   *
   * @param topicLimit bytes that each bounded topic may keep
   */
  public DiskWatch(DataFolder data, long topicLimit) {
    this(data, () -> DiskSpace.needed(data.size(), topicLimit), () -> DiskSpace.free(data.path()));
  }

  /** Watches the given amounts, in bytes. */
  DiskWatch(DataFolder data, LongSupplier needed, LongSupplier free) {
    this.data = data;
    this.needed = needed;
    this.free = free;
  }

  /** Checks the disk; returns a warning if there is a new one. */
  public Optional<String> look() {
    long room = free.getAsLong();
    long most = needed.getAsLong();
    if (room >= most) {
      warnedAt = Long.MAX_VALUE;
      return Optional.empty();
    }
    if (room > warnedAt / 2) {
      return Optional.empty();
    }
    warnedAt = room;
    return Optional.of(warning(room, most));
  }

  private String warning(long room, long most) {
    return String.format(
        Locale.ROOT,
        "warning: the disk of %s gets full: %,d MiB are free, the topics may take %,d MiB more;"
            + " make room, or stop and start again on a folder with a lower --topic-limit",
        data.path(),
        room / MEBIBYTE,
        most / MEBIBYTE);
  }
}
