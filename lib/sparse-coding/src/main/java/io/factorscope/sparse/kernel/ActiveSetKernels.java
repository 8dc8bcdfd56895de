package io.factorscope.sparse.kernel;

/**
 * The inner loops of the block active set. All but {@link #dots} are element-wise, with the terms
 * of each element added in order.
 */
public interface ActiveSetKernels {

  /**
   * {@code q[j] += sum over i of coefficients[i] (float) G[rows[i]][j]}, with G undecoded: the
   * caller multiplies coefficients by {@link PackedGram#UNIT}.
   *
   * @param gram packed rows
   * @param rows where the rows begin in {@code gram}
   * @param coefficients one per row
   * @param count number of rows, may be 0
   * @param q values, [columns]
   * @param columns a multiple of 32
   * @return the largest q
   */
  float addGramRows(
      int[] gram, int[] rows, float[] coefficients, int count, float[] q, int columns);

  /**
   * Finds the columns with {@code q > threshold}, ascending.
   *
   * @param columns a multiple of 32
   * @param into receives them; as long as {@code columns}
   * @return how many there are
   */
  int above(float[] q, int columns, float threshold, int[] into);

  /**
   * {@code out[i][j] += sum over s of left[i][s] right[s][j]}.
   *
   * @param out row-major
   * @param left any strides
   * @param right row-major
   * @param rows rows of out
   * @param inner length of the sums
   * @param columns columns of out, a multiple of 16
   */
  void multiplyAdd(Block out, Block left, Block right, int rows, int inner, int columns);

  /**
   * {@code r += sum over i of coefficients[i] atom[i]}.
   *
   * @param rows atoms
   * @param offsets where they begin in {@code rows}
   * @param n length, a multiple of 16
   */
  void addAtoms(float[] rows, int[] offsets, float[] coefficients, int count, float[] r, int n);

  /**
   * {@code out[i] = atom[i] . r}, each sum as in {@link Kernels#dot}.
   *
   * @param rows atoms
   * @param offsets where they begin in {@code rows}
   * @param n length, a multiple of 16
   */
  void dots(float[] rows, int[] offsets, int count, float[] r, int n, float[] out);

  /**
   * Gauss-Jordan: inverts the leading p x p part of a matrix of p rows and 16 columns in place, and
   * applies the inverse to the other columns.
   *
   * @param smallest the smallest pivot allowed
   * @return -1, or the first row whose pivot is smaller; the matrix is then useless
   */
  int invert(float[] matrix, int p, float smallest);
}
