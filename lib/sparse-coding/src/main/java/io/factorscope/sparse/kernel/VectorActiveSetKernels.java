package io.factorscope.sparse.kernel;

import static io.factorscope.sparse.kernel.PackedDictionary.LANES;
import static io.factorscope.sparse.kernel.Species.FLOATS;
import static io.factorscope.sparse.kernel.Species.FLOAT_LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The active-set kernels on the Vector API. */
final class VectorActiveSetKernels implements ActiveSetKernels {

  @Override
  public float addGramRows(
      int[] gram, int[] rows, float[] coefficients, int count, float[] q, int columns) {
    return VectorGramPass.addRows(gram, rows, coefficients, count, q, columns);
  }

  @Override
  public int above(float[] q, int columns, float threshold, int[] into) {
    return VectorGramPass.above(q, columns, threshold, into);
  }

  @Override
  public void multiplyAdd(Block out, Block left, Block right, int rows, int inner, int columns) {
    VectorBlockProduct.multiplyAdd(out, left, right, rows, inner, columns);
  }

  @Override
  public void addAtoms(
      float[] rows, int[] offsets, float[] coefficients, int count, float[] r, int n) {
    int k = 0;
    for (; k + 8 * FLOAT_LANES <= n; k += 8 * FLOAT_LANES) {
      VectorAtoms.add8(rows, offsets, coefficients, count, r, k);
    }
    for (; k < n; k += FLOAT_LANES) {
      VectorAtoms.add1(rows, offsets, coefficients, count, r, k);
    }
  }

  @Override
  public void dots(float[] rows, int[] offsets, int count, float[] r, int n, float[] out) {
    float[] lanes = new float[4 * LANES];
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      for (int part = 0; part < LANES; part += FLOAT_LANES) {
        VectorAtoms.dot4(rows, offsets, i, r, part, n, lanes);
      }
      VectorAtoms.sum4(lanes, out, i);
    }
    for (; i < count; i++) {
      for (int part = 0; part < LANES; part += FLOAT_LANES) {
        VectorAtoms.dot1(rows, offsets[i], r, part, n, lanes);
      }
      out[i] = VectorAtoms.sum(lanes, 0);
    }
  }

  @Override
  public int invert(float[] matrix, int p, float smallest) {
    for (int i = 0; i < p; i++) {
      float pivot = matrix[i * LANES + i];
      if (!(pivot >= smallest)) {
        return i;
      }
      int own = i - i % FLOAT_LANES;
      for (int step = FLOAT_LANES; step <= LANES; step += FLOAT_LANES) {
        eliminate(matrix, p, i, (own + step) % LANES, 1 / pivot);
      }
    }
    return -1;
  }

  /**
   * One pivot, on a part of the columns. The pivot's column is set in registers: scalar stores into
   * rows that are loaded as vectors right after would stall. The part that holds the pivot's column
   * comes last, because all parts read their factors there.
   */
  private static void eliminate(float[] matrix, int p, int pivotRow, int part, float inverse) {
    int lane = pivotRow - part;
    long bit = lane >= 0 && lane < FLOAT_LANES ? 1L << lane : 0;
    VectorMask<Float> own = VectorMask.fromLong(FLOATS, bit);
    int at = pivotRow * LANES + part;
    FloatVector pivots = load(matrix, at).blend(1f, own).mul(inverse);
    for (int row = 0; row < p; row++) {
      float factor = -matrix[row * LANES + pivotRow];
      FloatVector values = load(matrix, row * LANES + part).blend(0f, own);
      pivots
          .fma(FloatVector.broadcast(FLOATS, factor), values)
          .intoArray(matrix, row * LANES + part);
    }
    pivots.intoArray(matrix, at);
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(FLOATS, a, at);
  }
}
