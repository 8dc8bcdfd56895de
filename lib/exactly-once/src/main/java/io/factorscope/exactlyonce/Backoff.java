package io.factorscope.exactlyonce;

import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt. */
final class Backoff {

  private static final long FIRST_MILLIS = 100;
  private static final int DOUBLINGS = 5;

  private Backoff() {}

  /**
   * Doubles from 100 ms to 3.2 s, with a quarter of jitter so that replicas don't return all at
   * once.
   */
  static long millis(int attempt) {
    long base = FIRST_MILLIS << Math.min(attempt, DOUBLINGS);
    return base + ThreadLocalRandom.current().nextLong(base / 4 + 1);
  }
}
