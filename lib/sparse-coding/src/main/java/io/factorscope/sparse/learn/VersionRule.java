package io.factorscope.sparse.learn;

import java.time.Duration;

/**
 * When a version closes: with the first record that brings enough new vectors, or after enough
 * time. The first 100,000 vectors give about 65 versions.
 *
 * @param minVectors newly learned, at least
 * @param growth of the vectors learned before, at least
 * @param maxStreamTime stream time after which any newly learned vector is enough
 */
public record VersionRule(int minVectors, double growth, Duration maxStreamTime) {

  /** 512 vectors, 5 %, 10 minutes. */
  public static final VersionRule DEFAULT = new VersionRule(512, 0.05, Duration.ofMinutes(10));

  /**
   * Whether a record closes the version.
   *
   * @param newlyLearned vectors learned since the last version, this record's included
   * @param learnedBefore vectors learned up to the last version
   * @param streamTime since the last version: between records' timestamps, not by a clock
   */
  public boolean closes(long newlyLearned, long learnedBefore, Duration streamTime) {
    if (newlyLearned <= 0) {
      return false;
    }
    return newlyLearned >= Math.max(minVectors, growth * learnedBefore)
        || streamTime.compareTo(maxStreamTime) >= 0;
  }
}
