package io.factorscope.sparse;

import io.factorscope.sparse.kernel.ActiveSetKernels;
import io.factorscope.sparse.kernel.PackedDictionary;
import io.factorscope.sparse.kernel.PackedGram;
import java.util.Arrays;

/**
 * The correlations q = D'(x - D a) of all factors, kept up to date by adding rows of the Gram
 * matrix, with a proven bound on how far they are from the truth. Scratch of one worker.
 */
final class GramPass {
  /** Unit roundoff of float, with room for higher orders. */
  private static final double UNIT = 6.0e-8;

  private final PackedGram gram;
  private final int width;
  private final int factors;
  private final int columns;
  private final ActiveSetKernels kernels;

  /** Error of a Gram entry: 16-bit rounding, and the float sums that made it. */
  private final double entryError;

  /** Correlations, [paddedFactors]; minus infinity where there is no factor. */
  final float[] q;

  /** The largest q. */
  float max;

  private final int[] above;
  private final int[] rows;
  private final float[] coefficients;
  private long added;
  private double bound;
  private double moved;
  private double stateNorm;
  private double containedSum;

  GramPass(PackedGram gram, PackedDictionary dictionary, ActiveSetKernels kernels, int room) {
    this.gram = gram;
    this.width = dictionary.width();
    this.factors = dictionary.factors();
    this.columns = dictionary.paddedFactors();
    this.kernels = kernels;
    this.entryError = PackedGram.ROUNDING + 1.003 * UNIT * (width + 2);
    this.q = new float[columns];
    this.above = new int[columns];
    this.rows = new int[2 * room];
    this.coefficients = new float[rows.length];
  }

  /**
   * Begins with the empty code: q = D x. Where the low half of a Gram int is a factor's and the
   * high half nobody's, rows add a little to nobody's q, which must never look like a violation.
   */
  void start(State state, float[] c, int offset) {
    System.arraycopy(c, offset, q, 0, factors);
    Arrays.fill(q, factors, columns, Float.NEGATIVE_INFINITY);
    max = kernels.addGramRows(gram.values(), rows, coefficients, 0, q, columns);
    added = 0;
    moved = 0;
    stateNorm = Math.sqrt(state.squares);
    bound = stateNorm;
    containedSum = 0;
  }

  /** Brings q up to date with activations that changed by more than {@code tolerance}. */
  void update(ActiveSet set, float tolerance) {
    int count = 0;
    double removed = 0;
    for (int i = 0; i < set.left; i++) {
      rows[count] = set.leftRows[i];
      coefficients[count++] = PackedGram.UNIT * set.leftActivations[i];
      removed += set.leftActivations[i];
    }
    set.left = 0;
    double sum = 0;
    for (int i = 0; i < set.size; i++) {
      float change = set.contained[i] - set.a[i];
      if (Math.abs(change) > tolerance) {
        rows[count] = set.gramRows[i];
        coefficients[count++] = PackedGram.UNIT * change;
        moved += Math.abs(change);
        set.contained[i] = set.a[i];
      }
      sum += set.contained[i];
    }
    // Between two rows q belongs to a mixture of the old and the new code.
    bound = Math.max(bound, 1.002 * (stateNorm + containedSum + removed + sum));
    containedSum = sum;
    added += count;
    moved += removed;
    max = kernels.addGramRows(gram.values(), rows, coefficients, count, q, columns);
  }

  /**
   * How far any q may be from the true correlation with x - D contained: the product's sums; the
   * Gram entries, whose errors cancel where a row was added and taken back; the coefficients, each
   * rounded three times; and one rounding of q for every row added.
   */
  double error() {
    double product = 1.002 * UNIT * (width + 2) * stateNorm;
    double scaling = 4 * UNIT * moved;
    return product + entryError * containedSum + scaling + UNIT * (added + 1) * bound;
  }

  /** Factors with q above a threshold, ascending; valid until the next call. */
  int[] candidates() {
    return above;
  }

  int findAbove(float threshold) {
    return kernels.above(q, columns, threshold, above);
  }
}
