package io.factorscope.sparse.kernel;

/**
 * A matrix in an array: element (i, j) lies at {@code i * rowStride + j * columnStride}. A view;
 * the array is shared.
 */
public record Block(float[] values, int rowStride, int columnStride) {

  /** A zero matrix with rows one after the other. */
  public static Block rowMajor(int rows, int rowStride) {
    return new Block(new float[Math.multiplyExact(rows, rowStride)], rowStride, 1);
  }

  /** The same array, read as the transposed matrix. */
  public Block transposed() {
    return new Block(values, columnStride, rowStride);
  }
}
