package io.factorscope.embedder.stream;

import java.time.Duration;

/**
 * How fast the model reads, learned from what it did lately; and so how much a transaction may
 * hold. Used by one thread.
 */
final class Pace {

  private static final double NEWEST_SHARE = 0.3;
  private static final int TOO_FEW_TO_LEARN_FROM = 200;

  private final Duration longestWork;
  private double tokensPerSecond;

  /**
   * @param longestWork of one transaction
   * @param tokensPerSecond a first guess
   */
  Pace(Duration longestWork, double tokensPerSecond) {
    this.longestWork = longestWork;
    this.tokensPerSecond = tokensPerSecond;
  }

  /** Tokens that one transaction may hold. */
  long mostTokens() {
    return (long) (tokensPerSecond * longestWork.toNanos() / 1e9);
  }

  /** Learns from a transaction's work. */
  void worked(long tokens, long nanos) {
    if (tokens >= TOO_FEW_TO_LEARN_FROM) {
      tokensPerSecond += NEWEST_SHARE * (tokens / (nanos / 1e9) - tokensPerSecond);
    }
  }
}
