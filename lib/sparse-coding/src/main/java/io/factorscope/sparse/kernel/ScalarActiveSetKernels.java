package io.factorscope.sparse.kernel;

import static io.factorscope.sparse.kernel.PackedDictionary.LANES;

/** Plain Java: the oracle of the active-set kernels. */
final class ScalarActiveSetKernels implements ActiveSetKernels {
  private final Kernels kernels;

  ScalarActiveSetKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public float addGramRows(
      int[] gram, int[] rows, float[] coefficients, int count, float[] q, int columns) {
    float max = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < columns; j++) {
      int at = PackedGram.intOf(j);
      int shift = PackedGram.shiftOf(j);
      float sum = q[j];
      for (int i = 0; i < count; i++) {
        sum = Math.fma(coefficients[i], (float) (gram[rows[i] + at] << shift), sum);
      }
      q[j] = sum;
      max = Math.max(max, sum);
    }
    return max;
  }

  @Override
  public int above(float[] q, int columns, float threshold, int[] into) {
    int found = 0;
    for (int j = 0; j < columns; j++) {
      if (q[j] > threshold) {
        into[found++] = j;
      }
    }
    return found;
  }

  @Override
  public void multiplyAdd(Block out, Block left, Block right, int rows, int inner, int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = out.values()[i * out.rowStride() + j];
        for (int s = 0; s < inner; s++) {
          float factor = left.values()[i * left.rowStride() + s * left.columnStride()];
          sum = Math.fma(factor, right.values()[s * right.rowStride() + j], sum);
        }
        out.values()[i * out.rowStride() + j] = sum;
      }
    }
  }

  @Override
  public void addAtoms(
      float[] rows, int[] offsets, float[] coefficients, int count, float[] r, int n) {
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < count; i++) {
        r[k] = Math.fma(coefficients[i], rows[offsets[i] + k], r[k]);
      }
    }
  }

  @Override
  public void dots(float[] rows, int[] offsets, int count, float[] r, int n, float[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = kernels.dot(rows, offsets[i], r, 0, n);
    }
  }

  @Override
  public int invert(float[] matrix, int p, float smallest) {
    for (int i = 0; i < p; i++) {
      float pivot = matrix[i * LANES + i];
      if (!(pivot >= smallest)) {
        return i;
      }
      matrix[i * LANES + i] = 1;
      float inverse = 1 / pivot;
      for (int k = 0; k < LANES; k++) {
        matrix[i * LANES + k] *= inverse;
      }
      for (int row = 0; row < p; row++) {
        if (row != i) {
          eliminate(matrix, row, i);
        }
      }
    }
    return -1;
  }

  private static void eliminate(float[] matrix, int row, int pivotRow) {
    float factor = -matrix[row * LANES + pivotRow];
    matrix[row * LANES + pivotRow] = 0;
    for (int k = 0; k < LANES; k++) {
      matrix[row * LANES + k] =
          Math.fma(factor, matrix[pivotRow * LANES + k], matrix[row * LANES + k]);
    }
  }
}
