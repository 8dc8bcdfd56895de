package io.factorscope.sparse.kernel;

/**
 * Rows minus a product in double. Every implementation gives the same bits. Not thread-safe: it may
 * keep scratch memory, so keep one for many calls.
 */
public interface RowProducts {

  /**
   * {@code rows[r] -= sum over i of a[first + r][column + i] right[i]}, each element's sum with
   * fused multiply-add, from zero with ascending i.
   *
   * @param rows [r][width], changed
   * @param a [*][at least column + right.length]
   * @param first the row of {@code a} that belongs to row 0
   * @param column the column of {@code a} that belongs to row 0 of {@code right}
   * @param right [i][width]
   */
  void subtract(double[][] rows, double[][] a, int first, int column, double[][] right);
}
