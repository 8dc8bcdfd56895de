package io.factorscope.sparse.kernel;

import static io.factorscope.sparse.kernel.PackedDictionary.PANEL;
import static io.factorscope.sparse.kernel.Species.FLOATS;
import static io.factorscope.sparse.kernel.Species.FLOAT_LANES;

import jdk.incubator.vector.FloatVector;

/**
 * The matrix product C = X D' in register tiles of 8, 4 or 1 states by two vectors of atoms.
 *
 * <p>A lane is an output column, and each output sums in the order of k: neither the width of the
 * vectors nor the shape of the tile can be seen in the result.
 */
final class VectorProduct {
  private static final int COLUMNS = 2 * FLOAT_LANES;

  /** Eight rows need 16 accumulators, which only 32 vector registers hold. */
  private static final int TALL = FLOAT_LANES == 16 ? 8 : 4;

  private VectorProduct() {}

  static void product(
      float[] x, int xo, int rows, PackedDictionary dictionary, float[] c, int ldc) {
    int width = dictionary.width();
    float[] panels = dictionary.panels();
    // Panels outside: one panel stays in the cache while all states pass.
    for (int j = 0; j < dictionary.paddedFactors(); j += PANEL) {
      for (int part = 0; part < PANEL; part += COLUMNS) {
        column(x, xo, rows, width, panels, j * width + part, c, j + part, ldc);
      }
    }
  }

  private static void column(
      float[] x, int xo, int rows, int width, float[] b, int bo, float[] c, int co, int ldc) {
    int i = 0;
    if (TALL == 8) {
      for (; i + 8 <= rows; i += 8) {
        tile8(x, xo + i * width, width, b, bo, c, co + i * ldc, ldc);
      }
    }
    for (; i + 4 <= rows; i += 4) {
      tile4(x, xo + i * width, width, b, bo, c, co + i * ldc, ldc);
    }
    for (; i < rows; i++) {
      tile1(x, xo + i * width, width, b, bo, c, co + i * ldc);
    }
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(FLOATS, a, at);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  private static void store(FloatVector left, FloatVector right, float[] c, int at) {
    left.intoArray(c, at);
    right.intoArray(c, at + FLOAT_LANES);
  }

  private static void tile8(
      float[] x, int x0, int width, float[] b, int bo, float[] c, int co, int ldc) {
    int x1 = x0 + width;
    int x2 = x1 + width;
    int x3 = x2 + width;
    int x4 = x3 + width;
    int x5 = x4 + width;
    int x6 = x5 + width;
    int x7 = x6 + width;
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector l0 = zero, l1 = zero, l2 = zero, l3 = zero, l4 = zero, l5 = zero, l6 = zero;
    FloatVector r0 = zero, r1 = zero, r2 = zero, r3 = zero, r4 = zero, r5 = zero, r6 = zero;
    FloatVector l7 = zero, r7 = zero;
    for (int k = 0; k < width; k++) {
      FloatVector bl = load(b, bo + k * PANEL);
      FloatVector br = load(b, bo + k * PANEL + FLOAT_LANES);
      FloatVector v = all(x[x0 + k]);
      l0 = v.fma(bl, l0);
      r0 = v.fma(br, r0);
      v = all(x[x1 + k]);
      l1 = v.fma(bl, l1);
      r1 = v.fma(br, r1);
      v = all(x[x2 + k]);
      l2 = v.fma(bl, l2);
      r2 = v.fma(br, r2);
      v = all(x[x3 + k]);
      l3 = v.fma(bl, l3);
      r3 = v.fma(br, r3);
      v = all(x[x4 + k]);
      l4 = v.fma(bl, l4);
      r4 = v.fma(br, r4);
      v = all(x[x5 + k]);
      l5 = v.fma(bl, l5);
      r5 = v.fma(br, r5);
      v = all(x[x6 + k]);
      l6 = v.fma(bl, l6);
      r6 = v.fma(br, r6);
      v = all(x[x7 + k]);
      l7 = v.fma(bl, l7);
      r7 = v.fma(br, r7);
    }
    store(l0, r0, c, co);
    store(l1, r1, c, co + ldc);
    store(l2, r2, c, co + 2 * ldc);
    store(l3, r3, c, co + 3 * ldc);
    store(l4, r4, c, co + 4 * ldc);
    store(l5, r5, c, co + 5 * ldc);
    store(l6, r6, c, co + 6 * ldc);
    store(l7, r7, c, co + 7 * ldc);
  }

  private static void tile4(
      float[] x, int x0, int width, float[] b, int bo, float[] c, int co, int ldc) {
    int x1 = x0 + width;
    int x2 = x1 + width;
    int x3 = x2 + width;
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector l0 = zero, l1 = zero, l2 = zero, l3 = zero;
    FloatVector r0 = zero, r1 = zero, r2 = zero, r3 = zero;
    for (int k = 0; k < width; k++) {
      FloatVector bl = load(b, bo + k * PANEL);
      FloatVector br = load(b, bo + k * PANEL + FLOAT_LANES);
      FloatVector v = all(x[x0 + k]);
      l0 = v.fma(bl, l0);
      r0 = v.fma(br, r0);
      v = all(x[x1 + k]);
      l1 = v.fma(bl, l1);
      r1 = v.fma(br, r1);
      v = all(x[x2 + k]);
      l2 = v.fma(bl, l2);
      r2 = v.fma(br, r2);
      v = all(x[x3 + k]);
      l3 = v.fma(bl, l3);
      r3 = v.fma(br, r3);
    }
    store(l0, r0, c, co);
    store(l1, r1, c, co + ldc);
    store(l2, r2, c, co + 2 * ldc);
    store(l3, r3, c, co + 3 * ldc);
  }

  private static void tile1(float[] x, int xo, int width, float[] b, int bo, float[] c, int co) {
    FloatVector left = FloatVector.zero(FLOATS);
    FloatVector right = left;
    for (int k = 0; k < width; k++) {
      FloatVector v = all(x[xo + k]);
      left = v.fma(load(b, bo + k * PANEL), left);
      right = v.fma(load(b, bo + k * PANEL + FLOAT_LANES), right);
    }
    store(left, right, c, co);
  }
}
