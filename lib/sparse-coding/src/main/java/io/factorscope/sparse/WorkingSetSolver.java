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
  private static final int FIRST_ADDED = 64;
  private static final int MIN_ADDED = 32;
  private static final int MAX_ROUNDS = 1000;
  private static final int MAX_TURNS = 20;

  /** Sweeps that should do; if not, atoms of the set are much alike. */
  private static final int SWEEPS = 40;

  /** Rounds without a gap that is smaller by a tenth, after which there is no hope. */
  private static final int PATIENCE = 30;

  /** After so many of them what rounding may do is allowed for, and each time more of it. */
  private static final int RESTRAINT = 5;

  /** Half the distance of 1 to the next float. */
  private static final double ROUNDING = 6.0e-8;

  private final PackedDictionary dictionary;
  private final double lambda;
  private final Kernels kernels;
  private final WorkingSet set;
  private final NewtonSteps newton = new NewtonSteps();
  private final ExactResidual residual;

  /** What correlations on the set are brought down to: lambda, or a little less. */
  private double target;

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
    this.residual = new ExactResidual(dictionary, lambda, kernels);
    this.q = new float[dictionary.paddedFactors()];
  }

  @Override
  public void solve(State state, float[] c, int offset, SparseCodes.Builder into) {
    System.arraycopy(c, offset, q, 0, q.length);
    set.clear();
    support = 0;
    double tolerance = 0.1;
    double gap = Double.POSITIVE_INFINITY;
    double best = Double.POSITIVE_INFINITY;
    int hopeless = 0;
    for (int round = 0; round < MAX_ROUNDS && hopeless < PATIENCE; round++) {
      gap = certify(state);
      if (gap <= SparseCoder.MAX_GAP) {
        emit((float) gap, into);
        return;
      }
      hopeless = gap < 0.9 * best ? 0 : hopeless + 1;
      best = Math.min(best, gap);
      target = lambda - allowance(hopeless);
      int added = extend(round == 0 ? FIRST_ADDED : Math.max(MIN_ADDED, support));
      tolerance = added == 0 ? Math.max(1e-8, 0.1 * tolerance) : tolerance;
      double goal = Math.max(0.3 * SparseCoder.MAX_GAP, 0.1 * gap) * Math.min(1, 10 * tolerance);
      descend(goal * 0.5 * state.squares);
      collect();
    }
    throw tooCoarse(state, best);
  }

  private CodingException tooCoarse(State state, double gap) {
    double norm = Math.sqrt(state.squares);
    return new CodingException(
        state.row,
        "float32 activations are too coarse for it: its relative duality gap is still %.2g, above the limit %s. Its norm is %.2g times lambda = %s, its activations add up to %.2g times its norm; raise lambda, or learn factors that are less alike or opposite"
            .formatted(
                gap, SparseCoder.MAX_GAP, norm / lambda, lambda, residual.activationSum / norm));
  }

  /**
   * A part of what rounding the activations to float may add to a correlation at max. Correlations
   * that come out above lambda scale the dual point down, which costs much more than some that are
   * below, where lambda is small against the state.
   */
  private double allowance(int hopeless) {
    if (hopeless < RESTRAINT) {
      return 0;
    }
    double part = Math.scalb(1.0, hopeless / RESTRAINT - PATIENCE / RESTRAINT + 1);
    return Math.min(0.5 * lambda, part * ROUNDING * residual.activationSum);
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
      max = Math.max(max, set.q[i] + residual.error);
    }
    // A float sum of d products in order errs by at most about d 2^-24 ||r|| ||atom||.
    double slack = 6.1e-8 * (dictionary.width() + 2) * Math.sqrt(residual.squares);
    for (int j = 0; j < dictionary.factors(); j++) {
      if (q[j] > max - slack && !set.contains(j)) {
        double exact = residual.correlation(j);
        q[j] = (float) exact;
        max = Math.max(max, exact + residual.error);
      }
    }
    return residual.relativeGap(state, max);
  }

  /** Adds the worst violators to the set, at max {@code max}; returns how many. */
  private int extend(int max) {
    set.keepActive();
    int violators = 0;
    for (int j = 0; j < dictionary.factors(); j++) {
      if (q[j] > target && !set.contains(j)) {
        if (violators == ranking.length) {
          ranking = Arrays.copyOf(ranking, 2 * violators);
        }
        // Ascending order of the key is descending order of q (above 0), then ascending factor.
        ranking[violators++] = ((long) ~Float.floatToIntBits(q[j]) << 32) | j;
      }
    }
    Arrays.sort(ranking, 0, violators);
    int added = Math.min(max, violators);
    for (int i = 0; i < added; i++) {
      set.add((int) ranking[i]);
    }
    for (int i = 0; i < set.size; i++) {
      set.q[i] = q[set.factors[i]];
    }
    return added;
  }

  /** Brings the set's own gap to at max {@code goal}: by sweeps, and by steps where those creep. */
  private void descend(double goal) {
    set.squares = residual.squares;
    double before = Double.POSITIVE_INFINITY;
    for (int turn = 0; turn < MAX_TURNS && !sweep(goal); turn++) {
      double gap = gapOnSet();
      if (gap > 0.5 * before) {
        return;
      }
      before = gap;
      newton.run(set, target);
    }
  }

  private boolean sweep(double goal) {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 0; i < set.size; i++) {
        double diagonal = set.gram(i, i);
        if (diagonal == 0) {
          continue;
        }
        double delta = Math.max(0, set.a[i] + (set.q[i] - target) / diagonal) - set.a[i];
        if (delta != 0) {
          set.step(i, delta);
        }
      }
      if (gapOnSet() <= goal) {
        return true;
      }
    }
    return false;
  }

  /** The absolute gap of the problem restricted to the set, with x.r = ||r||^2 + a.q. */
  private double gapOnSet() {
    double sum = 0;
    double fit = 0;
    double max = target;
    for (int i = 0; i < set.size; i++) {
      sum += set.a[i];
      fit += set.a[i] * set.q[i];
      max = Math.max(max, set.q[i]);
    }
    double squares = Math.max(0, set.squares);
    return DualityGap.of(target, squares, squares + fit, sum, max);
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
