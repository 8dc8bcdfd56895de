package io.factorscope.sparse;

import io.factorscope.sparse.kernel.ActiveSetKernels;
import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedDictionary;

/**
 * The certificate of a finished code, from the atoms themselves: the residual, its correlations
 * with the factors in use, and with every other factor that the error bound of q cannot rule out.
 * What float arithmetic cannot prove is decided in double. Scratch of one worker.
 *
 * <p>Any vector y with max D'y <= lambda bounds the optimum from below, so the float residual
 * itself, scaled, is the dual point; only the primal objective needs the bound on the residual's
 * error.
 */
final class StrictEnd {
  private static final double UNIT = 6.0e-8;

  /** From this gap on double decides: what is claimed must hold for the exact residual too. */
  private static final double DECIDED = 0.99 * SparseCoder.MAX_GAP;

  /** Up to this gap it may be float's errors alone that stand in the way. */
  private static final double HOPEFUL = 1.5 * SparseCoder.MAX_GAP;

  /** Where float moves a correlation by more of lambda, it can't tell at all. */
  private static final double BLIND = 1e-3;

  private final PackedDictionary dictionary;
  private final double lambda;
  private final Kernels kernels;
  private final ActiveSetKernels activeSet;
  private final ExactResidual exact;
  private final float[] r;
  private final float[] change;
  private final float[] coefficients;
  private final int[] atoms;
  private final float[] correlations;

  /** D_S'r - lambda by place, of the last check. */
  final float[] error;

  /** Factors outside S whose correlation is above lambda, of the last check, and how many. */
  final int[] violators;

  int violatorCount;

  /** An upper bound of the relative gap, of the last check. */
  double gap;

  /** Whether the last check was decided in double. */
  boolean inDouble;

  StrictEnd(PackedDictionary dictionary, double lambda, Kernels kernels, int room) {
    this.dictionary = dictionary;
    this.lambda = lambda;
    this.kernels = kernels;
    this.activeSet = kernels.activeSet();
    this.exact = new ExactResidual(dictionary, lambda, kernels);
    this.r = new float[dictionary.stride()];
    this.change = new float[dictionary.stride()];
    this.coefficients = new float[room];
    this.error = new float[room];
    this.atoms = new int[dictionary.factors() + 4];
    this.correlations = new float[dictionary.factors() + room];
    this.violators = new int[dictionary.factors()];
  }

  double lambda() {
    return lambda;
  }

  /** Checks the code in {@code set}; q of {@code pass} tells which other factors could matter. */
  void check(State state, ActiveSet set, GramPass pass) {
    subtractAtoms(state, set);
    activeSet.dots(dictionary.rows(), set.atoms, set.size, r, r.length, correlations);
    double max = lambda;
    for (int i = 0; i < set.size; i++) {
      error[i] = (float) (correlations[i] - lambda);
      max = Math.max(max, correlations[i]);
    }
    double slack = slack(state, set, pass);
    int borderline = borderline(set, pass, (float) (max - slack));
    activeSet.dots(dictionary.rows(), atoms, borderline, r, r.length, correlations);
    violatorCount = 0;
    for (int i = 0; i < borderline; i++) {
      if (correlations[i] > lambda) {
        violators[violatorCount++] = pass.candidates()[i];
        max = Math.max(max, correlations[i]);
      }
    }
    gap = gapInFloat(state, set, max);
    inDouble = isForDouble(state, set);
    if (inDouble) {
      gap = gapInDouble(state, set, pass, slack);
    }
  }

  /**
   * Whether float's gap is so near the limit that the residual's rounding, which adds up like a
   * random walk, could matter; or above it, but hardly, or where float can't see lambda at all.
   */
  private boolean isForDouble(State state, ActiveSet set) {
    double norm = Math.sqrt(state.squares);
    double reach = norm + set.activationSum();
    double rounding = 2 * UNIT * Math.sqrt(set.size + 1.0) * reach * reach;
    boolean near =
        gap > DECIDED || gap * state.squares + rounding > SparseCoder.MAX_GAP * state.squares;
    return near && (gap < HOPEFUL || dotError(reach) > BLIND * lambda);
  }

  private void subtractAtoms(State state, ActiveSet set) {
    System.arraycopy(state.x, 0, r, 0, r.length);
    for (int i = 0; i < set.size; i++) {
      coefficients[i] = -set.a[i];
    }
    activeSet.addAtoms(dictionary.rows(), set.atoms, coefficients, set.size, r, r.length);
  }

  /** How far q may be from the correlation with r: q's own error, and what q does not contain. */
  private double slack(State state, ActiveSet set, GramPass pass) {
    java.util.Arrays.fill(change, 0);
    int changed = 0;
    double sum = 0;
    for (int i = 0; i < set.size; i++) {
      float difference = set.a[i] - set.contained[i];
      if (difference != 0) {
        coefficients[changed] = difference;
        atoms[changed++] = set.atoms[i];
        sum += Math.abs(difference);
      }
    }
    activeSet.addAtoms(dictionary.rows(), atoms, coefficients, changed, change, change.length);
    double norm = Math.sqrt(kernels.dotDouble(change, 0, change, 0, change.length));
    double rounding = UNIT * (changed + 2) * sum;
    return pass.error() + 1.002 * (norm + rounding + residualError(state, set));
  }

  /** ||r - (x - D a)||: each element is a chain of one rounding per atom. */
  private static double residualError(State state, ActiveSet set) {
    return UNIT * (set.size + 1) * (Math.sqrt(state.squares) + 1.001 * set.activationSum());
  }

  /** Compacts pass.candidates() to the factors outside S above a threshold; fills atoms. */
  private int borderline(ActiveSet set, GramPass pass, float threshold) {
    int found = pass.findAbove(Math.nextDown(threshold));
    int[] candidates = pass.candidates();
    int kept = 0;
    for (int i = 0; i < found; i++) {
      int factor = candidates[i];
      if (!set.contains(factor)) {
        candidates[kept] = factor;
        atoms[kept++] = factor * dictionary.stride();
      }
    }
    return kept;
  }

  private double gapInFloat(State state, ActiveSet set, double max) {
    double squares = kernels.dotDouble(r, 0, r, 0, r.length);
    double stateResidual = kernels.dotDouble(state.x, 0, r, 0, r.length);
    double norm = Math.sqrt(squares);
    double slackness = residualError(state, set);
    double primalError = slackness * (norm + slackness);
    double sum = set.activationSum();
    double absolute = DualityGap.of(lambda, squares, stateResidual, sum, max + dotError(norm));
    return DualityGap.relative(absolute + (set.size == 0 ? 0 : primalError), state.squares);
  }

  /** How far a float dot product of an atom and a vector of some norm may be off. */
  private double dotError(double norm) {
    int chain = dictionary.stride() / PackedDictionary.LANES + 6;
    return 1.002 * UNIT * chain * norm;
  }

  /** What q rules out is below the largest correlation of S in double, or below lambda. */
  private double gapInDouble(State state, ActiveSet set, GramPass pass, double slack) {
    exact.compute(state, set.factors, set.a, set.size);
    double max = lambda;
    for (int i = 0; i < set.size; i++) {
      max = Math.max(max, exact.correlation(set.factors[i]) + exact.error);
    }
    int borderline = borderline(set, pass, (float) (max - slack));
    for (int i = 0; i < borderline; i++) {
      max = Math.max(max, exact.correlation(pass.candidates()[i]) + exact.error);
    }
    return exact.relativeGap(state, max);
  }
}
