package io.factorscope.sparse;

/**
 * The duality gap of the non-negative lasso, from sums over one code.
 *
 * <p>With r = x - D a, q = D'r and M = max q, the point s r with s = min(lambda / M, x.r / ||r||^2)
 * is dual feasible (one-sided, because a >= 0), and the gap between the primal objective and the
 * dual one there bounds how far the code is from the optimum.
 */
final class DualityGap {
  private DualityGap() {}

  /**
   * The gap, absolute.
   *
   * @param lambda weight of the penalty
   * @param residualSquares ||r||^2
   * @param stateResidual x.r
   * @param activationSum sum of a
   * @param maxCorrelation M, or an upper bound of it
   */
  static double of(
      double lambda,
      double residualSquares,
      double stateResidual,
      double activationSum,
      double maxCorrelation) {
    double scale = residualSquares > 0 ? stateResidual / residualSquares : 0;
    if (maxCorrelation > 0) {
      scale = Math.min(scale, lambda / maxCorrelation);
    }
    scale = Math.max(scale, 0);
    double primal = 0.5 * residualSquares + lambda * activationSum;
    double dual = scale * stateResidual - 0.5 * scale * scale * residualSquares;
    return Math.max(0, primal - dual);
  }

  /** The gap over 0.5 ||x||^2; a zero state with an empty code has gap 0. */
  static double relative(double gap, double stateSquares) {
    return gap == 0 ? 0 : gap / (0.5 * stateSquares);
  }
}
