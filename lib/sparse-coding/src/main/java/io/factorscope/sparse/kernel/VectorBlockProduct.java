package io.factorscope.sparse.kernel;

import static io.factorscope.sparse.kernel.Species.FLOATS;
import static io.factorscope.sparse.kernel.Species.FLOAT_LANES;

import jdk.incubator.vector.FloatVector;

/** Small matrix products in register tiles of four rows by two vectors. */
final class VectorBlockProduct {
  private static final int PAIR = 2 * FLOAT_LANES;

  private VectorBlockProduct() {}

  static void multiplyAdd(Block out, Block left, Block right, int rows, int inner, int columns) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      int j = 0;
      for (; j + PAIR <= columns; j += PAIR) {
        tile4x2(out, left, right, i, inner, j);
      }
      for (; j < columns; j += FLOAT_LANES) {
        tile4x1(out, left, right, i, inner, j);
      }
    }
    for (; i < rows; i++) {
      for (int j = 0; j < columns; j += FLOAT_LANES) {
        tile1x1(out, left, right, i, inner, j);
      }
    }
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(FLOATS, a, at);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  private static void tile4x2(Block out, Block left, Block right, int i, int inner, int j) {
    float[] o = out.values();
    float[] l = left.values();
    float[] r = right.values();
    int o0 = i * out.rowStride() + j;
    int o1 = o0 + out.rowStride();
    int o2 = o1 + out.rowStride();
    int o3 = o2 + out.rowStride();
    FloatVector a0 = load(o, o0), b0 = load(o, o0 + FLOAT_LANES);
    FloatVector a1 = load(o, o1), b1 = load(o, o1 + FLOAT_LANES);
    FloatVector a2 = load(o, o2), b2 = load(o, o2 + FLOAT_LANES);
    FloatVector a3 = load(o, o3), b3 = load(o, o3 + FLOAT_LANES);
    int at = i * left.rowStride();
    int row = left.rowStride();
    int step = left.columnStride();
    int stride = right.rowStride();
    for (int s = 0; s < inner; s++) {
      FloatVector ra = load(r, s * stride + j);
      FloatVector rb = load(r, s * stride + j + FLOAT_LANES);
      int ls = at + s * step;
      FloatVector f = all(l[ls]);
      a0 = f.fma(ra, a0);
      b0 = f.fma(rb, b0);
      f = all(l[ls + row]);
      a1 = f.fma(ra, a1);
      b1 = f.fma(rb, b1);
      f = all(l[ls + 2 * row]);
      a2 = f.fma(ra, a2);
      b2 = f.fma(rb, b2);
      f = all(l[ls + 3 * row]);
      a3 = f.fma(ra, a3);
      b3 = f.fma(rb, b3);
    }
    a0.intoArray(o, o0);
    b0.intoArray(o, o0 + FLOAT_LANES);
    a1.intoArray(o, o1);
    b1.intoArray(o, o1 + FLOAT_LANES);
    a2.intoArray(o, o2);
    b2.intoArray(o, o2 + FLOAT_LANES);
    a3.intoArray(o, o3);
    b3.intoArray(o, o3 + FLOAT_LANES);
  }

  private static void tile4x1(Block out, Block left, Block right, int i, int inner, int j) {
    float[] o = out.values();
    float[] l = left.values();
    float[] r = right.values();
    int o0 = i * out.rowStride() + j;
    int o1 = o0 + out.rowStride();
    int o2 = o1 + out.rowStride();
    int o3 = o2 + out.rowStride();
    FloatVector a0 = load(o, o0), a1 = load(o, o1), a2 = load(o, o2), a3 = load(o, o3);
    int at = i * left.rowStride();
    int row = left.rowStride();
    int step = left.columnStride();
    int stride = right.rowStride();
    for (int s = 0; s < inner; s++) {
      FloatVector v = load(r, s * stride + j);
      int ls = at + s * step;
      a0 = all(l[ls]).fma(v, a0);
      a1 = all(l[ls + row]).fma(v, a1);
      a2 = all(l[ls + 2 * row]).fma(v, a2);
      a3 = all(l[ls + 3 * row]).fma(v, a3);
    }
    a0.intoArray(o, o0);
    a1.intoArray(o, o1);
    a2.intoArray(o, o2);
    a3.intoArray(o, o3);
  }

  private static void tile1x1(Block out, Block left, Block right, int i, int inner, int j) {
    float[] l = left.values();
    float[] r = right.values();
    FloatVector sum = load(out.values(), i * out.rowStride() + j);
    for (int s = 0; s < inner; s++) {
      FloatVector f = all(l[i * left.rowStride() + s * left.columnStride()]);
      sum = f.fma(load(r, s * right.rowStride() + j), sum);
    }
    sum.intoArray(out.values(), i * out.rowStride() + j);
  }
}
