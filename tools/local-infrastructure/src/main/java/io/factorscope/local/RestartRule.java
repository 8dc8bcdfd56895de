package io.factorscope.local;

import java.time.Duration;

/**
 * When a child that died is started again, and when it is given up.
 *
 * @param firstPause before the first attempt; doubles with each
 * @param maxPause at which the doubling ends
 * @param settled a child that lived so long begins again at the first attempt
 * @param maxDeathsBeforeReady so many in a row, and never ready, and it is given up
 */
public record RestartRule(
    Duration firstPause, Duration maxPause, Duration settled, int maxDeathsBeforeReady) {

  public static final RestartRule DEFAULT =
      new RestartRule(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(1), 5);

  private static final int MAX_DOUBLINGS = 20;

  /**
   * The pause before an attempt.
   *
   * @param attempt from 1
   */
  Duration pause(int attempt) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
    return pause.compareTo(maxPause) > 0 ? maxPause : pause;
  }

  /** The number of the attempt that follows a death, when {@code attempt} was the last. */
  int attemptAfter(int attempt, Duration lived) {
    return lived.compareTo(settled) >= 0 ? 1 : attempt + 1;
  }
}
