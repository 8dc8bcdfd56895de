package io.factorscope.benchmarks.data;

import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.ParallelCoder;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.sparse.WorkingSetCoder;

/** Finds the lambda at which codes have a given mean support. */
final class LambdaSearch {

  private static final double LEAST = 0.01;
  private static final double MOST = 10;
  private static final double STEP = 0.6;
  private static final int HALVINGS = 6;
  private static final double UNIT = 100;

  private final Dictionary dictionary;
  private final Rows states;

  /**
   * @param states for the search alone: never those that are timed
   */
  LambdaSearch(Dictionary dictionary, Rows states) {
    this.dictionary = dictionary;
    this.states = states;
  }

  /**
   * The lambda, rounded to hundredths: downwards from one at which codes are nearly empty, as small
   * ones cost much, then by bisection in its logarithm.
   *
   * @param wanted mean support, above 0
   */
  double forSupport(double wanted) {
    double high = MOST;
    while (high > LEAST && support(high * STEP) < wanted) {
      high *= STEP;
    }
    double low = high * STEP;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = Math.sqrt(low * high);
      if (support(middle) > wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.max(1, Math.round(Math.sqrt(low * high) * UNIT)) / UNIT;
  }

  /** Mean support. A coder without a Gram matrix, which each lambda would have to build again. */
  double support(double lambda) {
    int threads = Runtime.getRuntime().availableProcessors();
    try (ParallelCoder coder =
        new ParallelCoder(new WorkingSetCoder(dictionary, lambda), threads)) {
      SparseCodes codes = coder.encode(states.values(), states.count());
      return (double) codes.offset(codes.count()) / codes.count();
    }
  }
}
