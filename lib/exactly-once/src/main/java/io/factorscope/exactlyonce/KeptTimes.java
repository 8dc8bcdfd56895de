package io.factorscope.exactlyonce;

import java.time.Duration;

/**
 * For how long topics keep their records at least. What is older goes as soon as all of its readers
 * have read it.
 */
public record KeptTimes(Duration texts, Duration hiddenStates, Duration codes, Duration evidence) {

  public static final KeptTimes DEFAULT =
      new KeptTimes(
          Duration.ofDays(7), Duration.ofHours(6), Duration.ofDays(3), Duration.ofHours(12));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the setting, its value and its limit
   */
  public KeptTimes {
    check("texts", texts);
    check("hidden-states", hiddenStates);
    check("codes", codes);
    check("evidence", evidence);
  }

  private static void check(String setting, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "factorscope.kafka.kept." + setting + ": is " + time + ", must not be negative");
    }
  }
}
