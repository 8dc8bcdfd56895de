package io.factorscope.sparse;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedDictionary;
import java.util.Arrays;

/**
 * Coordinate descent on a working set W, then a check of the full dictionary that adds violators to
 * W, until the duality gap is small enough. Correlations are refreshed from an exact residual in
 * every round, so that rounding does not add up.
 */
final class WorkingSetSolver implements StateSolver {
  private static final int FIRST = 64;
  private static final int LEAST = 32;
  private static final int MAX_ROUNDS = 1000;
  private static final int MAX_SWEEPS = 2000;

  private final PackedDictionary dictionary;
  private final double lambda;
  private final Kernels kernels;
  private final WorkingSet set;
  private final ExactResidual residual;

  /** Correlations with the residual, [paddedFactors], float sums in order. */
  private final float[] q;

  private long[] ranking = new long[256];
  private int[] codeFactors = new int[256];
  private float[] codeActivations = new float[256];
  private int support;

  WorkingSetSolver(PackedDictionary dictionary, double lambda, Kernels kernels) {
    this.dictionary = dictionary;
    this.lambda = lambda;
    this.kernels = kernels;
    this.set = new WorkingSet(dictionary, kernels);
    this.residual = new ExactResidual(dictionary, kernels);
    this.q = new float[dictionary.paddedFactors()];
  }

  @Override
  public void solve(State state, float[] c, int offset, SparseCodes.Builder into) {
    System.arraycopy(c, offset, q, 0, q.length);
    set.clear();
    support = 0;
    double tolerance = 0.1;
    double gap = Double.POSITIVE_INFINITY;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      gap = certify(state);
      if (gap <= SparseCoder.MAX_GAP) {
        emit((float) gap, into);
        return;
      }
      int added = extend(round == 0 ? FIRST : Math.max(LEAST, support));
      tolerance = added == 0 ? 0.1 * tolerance : tolerance;
      descend(state, 0.3 * Math.min(gap, SparseCoder.MAX_GAP) * Math.min(1, 10 * tolerance));
      collect();
    }
    throw new CodingException(
        state.row,
        "its relative duality gap is still %s after %d rounds (limit %s); lambda = %s is too small for this dictionary in float32"
            .formatted(gap, MAX_ROUNDS, SparseCoder.MAX_GAP, lambda));
  }

  /**
   * Takes the exact residual of the present code, refreshes q, and returns the relative gap. Atoms
   * that float sums cannot rule out are checked in double.
   */
  private double certify(State state) {
    residual.compute(state, codeFactors, codeActivations, support);
    kernels.product(residual.r, 0, 1, dictionary, q, q.length);
    double max = lambda;
    for (int i = 0; i < set.size; i++) {
      set.q[i] = residual.correlation(set.factors[i]);
      q[set.factors[i]] = (float) set.q[i];
      max = Math.max(max, set.q[i]);
    }
    // A float sum of d products in order errs by at most about d 2^-24 ||r|| ||atom||.
    double slack = 6.1e-8 * (dictionary.width() + 2) * Math.sqrt(residual.squares);
    for (int j = 0; j < dictionary.factors(); j++) {
      if (q[j] > max - slack && !set.contains(j)) {
        double exact = residual.correlation(j);
        q[j] = (float) exact;
        max = Math.max(max, exact);
      }
    }
    return residual.relativeGap(state, lambda, max);
  }

  /** Adds the worst violators to the set, at most {@code most}; returns how many. */
  private int extend(int most) {
    set.keepActive();
    int violators = 0;
    for (int j = 0; j < dictionary.factors(); j++) {
      if (q[j] > lambda && !set.contains(j)) {
        if (violators == ranking.length) {
          ranking = Arrays.copyOf(ranking, 2 * violators);
        }
        // Ascending order of the key is descending order of q (above 0), then ascending factor.
        ranking[violators++] = ((long) ~Float.floatToIntBits(q[j]) << 32) | j;
      }
    }
    Arrays.sort(ranking, 0, violators);
    int added = Math.min(most, violators);
    for (int i = 0; i < added; i++) {
      set.add((int) ranking[i]);
    }
    for (int i = 0; i < set.size; i++) {
      set.q[i] = q[set.factors[i]];
    }
    return added;
  }

  /** Sweeps over the set until its own relative gap is at most {@code goal}. */
  private void descend(State state, double goal) {
    double squares = residual.squares;
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      for (int i = 0; i < set.size; i++) {
        double diagonal = set.gramDiagonal(i);
        if (diagonal == 0) {
          continue;
        }
        double before = set.q[i];
        double delta = Math.max(0, set.a[i] + (before - lambda) / diagonal) - set.a[i];
        if (delta != 0) {
          squares += delta * (delta * diagonal - 2 * before);
          set.step(i, delta);
        }
      }
      if (gapOnSet(squares) <= goal * 0.5 * state.squares) {
        return;
      }
    }
  }

  /** The absolute gap of the problem restricted to the set, with x.r = ||r||^2 + a.q. */
  private double gapOnSet(double squares) {
    double sum = 0;
    double fit = 0;
    double max = lambda;
    for (int i = 0; i < set.size; i++) {
      sum += set.a[i];
      fit += set.a[i] * set.q[i];
      max = Math.max(max, set.q[i]);
    }
    return DualityGap.of(lambda, Math.max(0, squares), squares + fit, sum, max);
  }

  /** Rounds the activations of the set to float: from here on they are the code. */
  private void collect() {
    if (set.size > codeFactors.length) {
      codeFactors = new int[2 * set.size];
      codeActivations = new float[2 * set.size];
    }
    support = 0;
    for (int i = 0; i < set.size; i++) {
      float rounded = (float) set.a[i];
      set.a[i] = rounded;
      if (rounded > 0) {
        codeFactors[support] = set.factors[i];
        codeActivations[support++] = rounded;
      }
    }
  }

  private void emit(float gap, SparseCodes.Builder into) {
    CodeOrder.sort(codeFactors, codeActivations, support);
    into.add(codeFactors, codeActivations, support, gap);
  }
}
