package io.factorscope.sparse;

/** Checks that come before coding. */
final class StateRows {
  /** Above this norm squared, products of float arithmetic could overflow. */
  private static final double MAX_SQUARES = 1e30;

  /** Below this lambda float's steps would be denormal, and larger than its error bounds say. */
  private static final double MIN_LAMBDA = 1e-25;

  private StateRows() {}

  static double checkLambda(double lambda) {
    if (!(lambda >= MIN_LAMBDA) || !Float.isFinite((float) lambda)) {
      throw new IllegalArgumentException(
          "lambda is %s; it must be at least %s and finite in float32: scale lambda and states up together"
              .formatted(lambda, MIN_LAMBDA));
    }
    return lambda;
  }

  static void checkRows(float[] states, int from, int count, int width) {
    if (states.length % width != 0) {
      throw new IllegalArgumentException(
          "states have %d values, not a multiple of the dictionary's width %d"
              .formatted(states.length, width));
    }
    if (from < 0 || count < 0 || (long) from + count > states.length / width) {
      throw new IllegalArgumentException(
          "rows %d to %d asked for, but there are %d states of width %d"
              .formatted(from, (long) from + count, states.length / width, width));
    }
  }

  /** Whether the squares of a state are finite and not too large. */
  static boolean isCodable(double squares) {
    return squares <= MAX_SQUARES;
  }

  /** Throws if the squares of a state are not finite or too large; names the value. */
  static void checkState(double squares, float[] states, int row, int width) {
    if (isCodable(squares)) {
      return;
    }
    for (int k = 0; k < width; k++) {
      float value = states[row * width + k];
      if (!Float.isFinite(value)) {
        throw new CodingException(
            row, "the value at coordinate " + k + " is " + value + "; states must be finite");
      }
    }
    throw new CodingException(
        row, "its norm is " + Math.sqrt(squares) + ", above the limit 1e15; scale states down");
  }
}
