package io.factorscope.dictionary.first;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What version 1 shall be.
 *
 * @param dictionary name
 * @param model id
 * @param factors m
 * @param lambda by the model's defaults if absent
 * @param seed of all draws
 * @param patience when this long nothing more has come, version 1 is made of what there is
 */
public record FirstVersionSettings(
    String dictionary,
    String model,
    int factors,
    OptionalDouble lambda,
    long seed,
    Duration patience) {

  /** The learner holds m² doubles: 302 MB here. */
  private static final int MAX_FACTORS = 6144;

  private static final int STATES_PER_FACTOR = 4;

  public FirstVersionSettings {
    if (factors < 1 || factors > MAX_FACTORS) {
      throw new IllegalArgumentException(
          "factorscope.dictionary.factors: is %d, must be 1 to %d, the most that are learned"
              .formatted(factors, MAX_FACTORS));
    }
    if (lambda.isPresent()
        && !(lambda.getAsDouble() > 0 && Double.isFinite(lambda.getAsDouble()))) {
      throw new IllegalArgumentException(
          "factorscope.dictionary.lambda: is "
              + lambda.getAsDouble()
              + ", must be a positive number");
    }
  }

  /** How many states are read before version 1 is made. */
  int statesWanted() {
    return STATES_PER_FACTOR * factors;
  }
}
