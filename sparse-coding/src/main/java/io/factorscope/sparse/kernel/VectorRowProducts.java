package io.factorscope.sparse.kernel;

import static io.factorscope.sparse.kernel.Species.DOUBLES;
import static io.factorscope.sparse.kernel.Species.DOUBLE_LANES;

import jdk.incubator.vector.DoubleVector;

/** Rows minus a product in double, in register tiles of four rows by two vectors. */
final class VectorRowProducts {
  private static final int PAIR = 2 * DOUBLE_LANES;

  private VectorRowProducts() {}

  static void subtract(double[][] rows, double[][] a, int first, double[][] right) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    int k = 0;
    // Columns outside: what is used of the right side stays in the second cache for all rows.
    for (; k + PAIR <= width; k += PAIR) {
      int r = 0;
      for (; r + 4 <= rows.length; r += 4) {
        tile4(rows, a, r, first + r, right, k);
      }
      for (; r < rows.length; r++) {
        tile1(rows[r], a[first + r], right, k);
      }
    }
    for (; k < width; k++) {
      for (int r = 0; r < rows.length; r++) {
        rows[r][k] = element(rows[r][k], a[first + r], right, k);
      }
    }
  }

  private static DoubleVector load(double[] values, int at) {
    return DoubleVector.fromArray(DOUBLES, values, at);
  }

  private static DoubleVector all(double value) {
    return DoubleVector.broadcast(DOUBLES, value);
  }

  private static void tile4(
      double[][] rows, double[][] a, int r, int first, double[][] right, int k) {
    double[] f0 = a[first], f1 = a[first + 1], f2 = a[first + 2], f3 = a[first + 3];
    int h = k + DOUBLE_LANES;
    DoubleVector l0 = load(rows[r], k), h0 = load(rows[r], h);
    DoubleVector l1 = load(rows[r + 1], k), h1 = load(rows[r + 1], h);
    DoubleVector l2 = load(rows[r + 2], k), h2 = load(rows[r + 2], h);
    DoubleVector l3 = load(rows[r + 3], k), h3 = load(rows[r + 3], h);
    for (int i = 0; i < right.length; i++) {
      DoubleVector low = load(right[i], k);
      DoubleVector high = load(right[i], h);
      DoubleVector f = all(f0[i]).neg();
      l0 = f.fma(low, l0);
      h0 = f.fma(high, h0);
      f = all(f1[i]).neg();
      l1 = f.fma(low, l1);
      h1 = f.fma(high, h1);
      f = all(f2[i]).neg();
      l2 = f.fma(low, l2);
      h2 = f.fma(high, h2);
      f = all(f3[i]).neg();
      l3 = f.fma(low, l3);
      h3 = f.fma(high, h3);
    }
    store(l0, h0, rows[r], k);
    store(l1, h1, rows[r + 1], k);
    store(l2, h2, rows[r + 2], k);
    store(l3, h3, rows[r + 3], k);
  }

  private static void tile1(double[] row, double[] a, double[][] right, int k) {
    DoubleVector low = load(row, k);
    DoubleVector high = load(row, k + DOUBLE_LANES);
    for (int i = 0; i < right.length; i++) {
      DoubleVector f = all(a[i]).neg();
      low = f.fma(load(right[i], k), low);
      high = f.fma(load(right[i], k + DOUBLE_LANES), high);
    }
    store(low, high, row, k);
  }

  private static void store(DoubleVector low, DoubleVector high, double[] row, int k) {
    low.intoArray(row, k);
    high.intoArray(row, k + DOUBLE_LANES);
  }

  private static double element(double value, double[] a, double[][] right, int k) {
    double rest = value;
    for (int i = 0; i < right.length; i++) {
      rest = Math.fma(-a[i], right[i][k], rest);
    }
    return rest;
  }
}
