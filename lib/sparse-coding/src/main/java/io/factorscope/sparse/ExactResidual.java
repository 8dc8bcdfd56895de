package io.factorscope.sparse;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedDictionary;

/**
 * The residual of a code in double precision, and correlations with it: what the certificate of a
 * code rests on. Scratch of one worker.
 */
final class ExactResidual {
  /** Half the distance of 1 to the next float, and room for the double sums. */
  private static final double ROUNDING = 6.1e-8;

  /** What rounding a residual to two floats leaves of it, and room for higher orders. */
  private static final double TWO_ROUNDINGS = 4e-15;

  /** Unit roundoff of double, with room for higher orders. */
  private static final double UNIT = 1.2e-16;

  /** A residual rounded to float may move a correlation by this share of lambda. */
  private static final double NEGLIGIBLE = 1e-5;

  private final PackedDictionary dictionary;
  private final double lambda;
  private final Kernels kernels;
  private final double[] exact;

  /** r = x - D a, rounded to float, padded to the stride. */
  final float[] r;

  /** What the rounding took from r. */
  private final float[] rest;

  private boolean restMatters;

  /** How far {@link #correlation} may be from the truth. */
  double error;

  double squares;
  double stateResidual;
  double activationSum;

  ExactResidual(PackedDictionary dictionary, double lambda, Kernels kernels) {
    this.dictionary = dictionary;
    this.lambda = lambda;
    this.kernels = kernels;
    this.exact = new double[dictionary.stride()];
    this.r = new float[dictionary.stride()];
    this.rest = new float[dictionary.stride()];
  }

  /** Computes the residual of the code (factors, activations)[0 .. support). */
  void compute(State state, int[] factors, float[] activations, int support) {
    for (int k = 0; k < exact.length; k++) {
      exact[k] = state.x[k];
    }
    activationSum = 0;
    for (int i = 0; i < support; i++) {
      activationSum += activations[i];
      int row = factors[i] * dictionary.stride();
      kernels.addScaled(-activations[i], dictionary.rows(), row, exact, exact.length);
    }
    squares = 0;
    stateResidual = 0;
    for (int k = 0; k < exact.length; k++) {
      r[k] = (float) exact[k];
      squares += exact[k] * exact[k];
      stateResidual += exact[k] * state.x[k];
    }
    round(state, support);
  }

  /** A residual that is long against lambda is kept as two floats, which double can tell apart. */
  private void round(State state, int support) {
    double norm = Math.sqrt(squares);
    error = ROUNDING * norm * 1.001;
    restMatters = error > NEGLIGIBLE * lambda;
    if (!restMatters) {
      return;
    }
    for (int k = 0; k < exact.length; k++) {
      rest[k] = (float) (exact[k] - r[k]);
    }
    double sums = UNIT * (support + 1) * (Math.sqrt(state.squares) + 1.001 * activationSum);
    error = 1.002 * (sums + (TWO_ROUNDINGS + UNIT * (r.length / 4.0 + 8)) * norm);
  }

  /** Atom . (x - D a) in double. */
  double correlation(int factor) {
    int row = factor * dictionary.stride();
    double rounded = kernels.dotDouble(dictionary.rows(), row, r, 0, r.length);
    return restMatters
        ? rounded + kernels.dotDouble(dictionary.rows(), row, rest, 0, r.length)
        : rounded;
  }

  /** The relative gap, given an upper bound of the correlations of all factors. */
  double relativeGap(State state, double maxCorrelation) {
    double gap = DualityGap.of(lambda, squares, stateResidual, activationSum, maxCorrelation);
    return DualityGap.relative(gap, state.squares);
  }
}
