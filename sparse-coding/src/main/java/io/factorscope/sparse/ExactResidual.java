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

  private final PackedDictionary dictionary;
  private final Kernels kernels;
  private final double[] exact;

  /** r = x - D a, rounded to float, padded to the stride. */
  final float[] r;

  double squares;
  double stateResidual;
  double activationSum;

  ExactResidual(PackedDictionary dictionary, Kernels kernels) {
    this.dictionary = dictionary;
    this.kernels = kernels;
    this.exact = new double[dictionary.stride()];
    this.r = new float[dictionary.stride()];
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
  }

  /** Atom . r in double. */
  double correlation(int factor) {
    int row = factor * dictionary.stride();
    return kernels.dotDouble(dictionary.rows(), row, r, 0, r.length);
  }

  /**
   * The relative gap, given the largest correlation found by {@link #correlation} among the factors
   * that can matter.
   */
  double relativeGap(State state, double lambda, double maxCorrelation) {
    double max = maxCorrelation + ROUNDING * Math.sqrt(squares) * 1.001;
    double gap = DualityGap.of(lambda, squares, stateResidual, activationSum, max);
    return DualityGap.relative(gap, state.squares);
  }
}
