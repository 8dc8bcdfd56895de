package io.factorscope.dictionary.learn;

import io.factorscope.v1.EvidenceUpdate;
import io.factorscope.v1.VersionHeader;
import java.time.Duration;

/**
 * Which versions keep their atoms whatever comes: version 1, the first past each doubling of the
 * vectors learned, the newest ones, and those that are young; beside them what is in use. The
 * others keep their headers. It follows from headers and stream time alone.
 *
 * @param newest how many of the newest
 * @param young how old a version may be, in stream time
 */
public record Retention(int newest, Duration young) {

  /** The last 20, and an hour. */
  public static final Retention DEFAULT = new Retention(20, Duration.ofHours(1));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the setting, its value and its limit
   */
  public Retention {
    if (newest < 1) {
      throw new IllegalArgumentException("newest: is " + newest + ", must be at least 1");
    }
    if (young.isNegative()) {
      throw new IllegalArgumentException(
          "factorscope.dictionary.atoms-kept: is " + young + ", must not be negative");
    }
  }

  /** The same with another age. */
  public Retention withYoung(Duration age) {
    return new Retention(newest, age);
  }

  /**
   * Whether a version keeps its atoms.
   *
   * @param head number of the newest version
   * @param streamTime now, ms since 1970
   */
  boolean keeps(VersionHeader version, long head, long streamTime) {
    return !version.hasUpdate()
        || version.getId().getVersion() > head - newest
        || streamTime - version.getUpdate().getStreamTime() < young.toMillis()
        || isPastDoubling(version.getUpdate());
  }

  /** Between its parent and it, the vectors learned passed a power of two. */
  private static boolean isPastDoubling(EvidenceUpdate update) {
    long before = update.getLearned() - update.getVectors();
    return Long.highestOneBit(update.getLearned()) > Long.highestOneBit(before);
  }
}
