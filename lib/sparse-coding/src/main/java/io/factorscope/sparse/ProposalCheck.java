package io.factorscope.sparse;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedDictionary;

/**
 * Certifies up to {@link #ROWS} proposals at once: the residuals in double precision, one matrix
 * product for their correlations with all atoms, and those that a float sum can't tell from the
 * largest again in double. Scratch of one worker.
 */
final class ProposalCheck {
  static final int ROWS = BatchWorker.BATCH;

  /**
   * A float sum of d products in order errs by at most about d times this, times ||r|| ||atom||.
   */
  private static final double UNIT = 6.1e-8;

  private final PackedDictionary dictionary;
  private final Kernels kernels;
  private final ExactResidual[] exact = new ExactResidual[ROWS];
  private final State[] states = new State[ROWS];
  private final int[][] factors = new int[ROWS][0];
  private final float[][] activations = new float[ROWS][0];

  /** Entries by row; -1 if the proposal is no code. */
  private final int[] supports = new int[ROWS];

  private final double[] gaps = new double[ROWS];

  /** Residuals, [ROWS][width], and their correlations, [ROWS][paddedFactors]. */
  private final float[] residuals;

  private final float[] correlations;
  private int rows;

  ProposalCheck(PackedDictionary dictionary, double lambda, Kernels kernels) {
    this.dictionary = dictionary;
    this.kernels = kernels;
    this.residuals = new float[ROWS * dictionary.width()];
    this.correlations = new float[Math.multiplyExact(ROWS, dictionary.paddedFactors())];
    for (int i = 0; i < ROWS; i++) {
      states[i] = new State(dictionary.stride());
      exact[i] = new ExactResidual(dictionary, lambda, kernels);
    }
  }

  void begin() {
    rows = 0;
  }

  /** Adds a row of proposals; at most {@link #ROWS} between begin and finish. */
  void add(State state, ProposedCodes proposed, int row) {
    System.arraycopy(state.x, 0, states[rows].x, 0, state.x.length);
    states[rows].squares = state.squares;
    supports[rows] = copy(proposed, row);
    int support = Math.max(0, supports[rows]);
    exact[rows].compute(states[rows], factors[rows], activations[rows], support);
    int width = dictionary.width();
    System.arraycopy(exact[rows].r, 0, residuals, rows * width, width);
    rows++;
  }

  /** Copies a proposal in ascending order; -1 if entries are missing or make no sense. */
  private int copy(ProposedCodes proposed, int row) {
    int support = proposed.supports()[row];
    if (support < 0 || support > proposed.room()) {
      return -1;
    }
    if (factors[rows].length < support) {
      factors[rows] = new int[proposed.room()];
      activations[rows] = new float[proposed.room()];
    }
    int at = row * proposed.room();
    System.arraycopy(proposed.factors(), at, factors[rows], 0, support);
    System.arraycopy(proposed.activations(), at, activations[rows], 0, support);
    CodeOrder.sort(factors[rows], activations[rows], support);
    return isCode(factors[rows], activations[rows], support) ? support : -1;
  }

  private boolean isCode(int[] ascending, float[] values, int support) {
    for (int i = 0; i < support; i++) {
      boolean inOrder = ascending[i] > (i == 0 ? -1 : ascending[i - 1]);
      boolean finite = values[i] > 0 && values[i] < Float.POSITIVE_INFINITY;
      if (!inOrder || !finite || ascending[i] >= dictionary.factors()) {
        return false;
      }
    }
    return true;
  }

  void finish() {
    int columns = dictionary.paddedFactors();
    kernels.product(residuals, 0, rows, dictionary, correlations, columns);
    for (int i = 0; i < rows; i++) {
      gaps[i] = supports[i] < 0 ? Double.POSITIVE_INFINITY : certify(i);
    }
  }

  private double certify(int row) {
    ExactResidual residual = exact[row];
    int first = row * dictionary.paddedFactors();
    float largest = 0;
    for (int j = 0; j < dictionary.factors(); j++) {
      largest = Math.max(largest, correlations[first + j]);
    }
    // Both the largest and any other may be off by the error of their sums.
    double slack = 2 * UNIT * (dictionary.width() + 2) * Math.sqrt(residual.squares);
    double max = 0;
    for (int j = 0; j < dictionary.factors(); j++) {
      if (correlations[first + j] >= largest - slack) {
        max = Math.max(max, residual.correlation(j));
      }
    }
    return residual.relativeGap(states[row], max + residual.error);
  }

  /** An upper bound of the relative gap of a row; infinite if the proposal is no code. */
  double gap(int row) {
    return gaps[row];
  }

  void emit(int row, SparseCodes.Builder into) {
    into.add(factors[row], activations[row], supports[row], (float) gaps[row]);
  }
}
