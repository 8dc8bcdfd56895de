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

  private final PackedDictionary dictionary;
  private final double lambda;
  private final Kernels kernels;
  private final ActiveSetKernels activeSet;
  private final ExactResidual exact;
  private final float[] r;
  private final float[] change;
  private final float[] coefficients = new float[GramInverse.ROOM];
  private final int[] atoms;
  private final float[] correlations;

  /** D_S'r - lambda by place, of the last check. */
  final float[] error = new float[GramInverse.ROOM];

  /** Factors outside S whose correlation is above lambda, of the last check, and how many. */
  final int[] violators;

  int violatorCount;

  /** An upper bound of the relative gap, of the last check. */
  double gap;

  /** Whether the last check was decided in double. */
  boolean inDouble;

  StrictEnd(PackedDictionary dictionary, double lambda, Kernels kernels) {
    this.dictionary = dictionary;
    this.lambda = lambda;
    this.kernels = kernels;
    this.activeSet = kernels.activeSet();
    this.exact = new ExactResidual(dictionary, kernels);
    this.r = new float[dictionary.stride()];
    this.change = new float[dictionary.stride()];
    this.atoms = new int[dictionary.factors() + 4];
    this.correlations = new float[dictionary.factors() + GramInverse.ROOM];
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
    inDouble = gap > SparseCoder.MAX_GAP && gap < 1.5 * SparseCoder.MAX_GAP;
    if (inDouble) {
      gap = gapInDouble(state, set, pass, borderline);
    }
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
      if (factor < dictionary.factors() && !set.contains(factor)) {
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
    int chain = dictionary.stride() / PackedDictionary.LANES + 6;
    double dotError = 1.002 * UNIT * chain * norm;
    double slackness = residualError(state, set);
    double primalError = slackness * (norm + slackness);
    double sum = set.activationSum();
    double absolute = DualityGap.of(lambda, squares, stateResidual, sum, max + dotError);
    return DualityGap.relative(absolute + (set.size == 0 ? 0 : primalError), state.squares);
  }

  private double gapInDouble(State state, ActiveSet set, GramPass pass, int borderline) {
    exact.compute(state, set.factors, set.a, set.size);
    double max = lambda;
    for (int i = 0; i < set.size; i++) {
      max = Math.max(max, exact.correlation(set.factors[i]));
    }
    for (int i = 0; i < borderline; i++) {
      max = Math.max(max, exact.correlation(pass.candidates()[i]));
    }
    return exact.relativeGap(state, lambda, max);
  }
}
