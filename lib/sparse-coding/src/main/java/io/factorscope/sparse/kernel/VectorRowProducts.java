package io.factorscope.sparse.kernel;

import static io.factorscope.sparse.kernel.Species.DOUBLES;
import static io.factorscope.sparse.kernel.Species.DOUBLE_LANES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * In register tiles of four rows by two vectors. Both factors are first copied into the order in
 * which the tile reads them, edges filled with zeros: inside there is one stream of each, and no
 * other case.
 */
final class VectorRowProducts implements RowProducts {
  private static final int PAIR = 2 * DOUBLE_LANES;
  private static final int QUAD = 4;

  /** Rows that share a copy of the right factor: their own copy stays in the second cache. */
  private static final int ROWS = 64;

  private double[] left = {}; // [quad of rows][i][QUAD]
  private double[] columns = {}; // [i][PAIR]
  private final double[] sums = new double[QUAD * PAIR]; // [row of the quad][PAIR]

  @Override
  public void subtract(double[][] rows, double[][] a, int first, int column, double[][] right) {
    int inner = right.length;
    reserve(inner);
    for (int top = 0; top < rows.length; top += ROWS) {
      int bottom = Math.min(rows.length, top + ROWS);
      copyLeft(a, first + top, first + bottom, column, inner);
      for (int k = 0; k < rows[top].length; k += PAIR) {
        copyColumns(right, k);
        for (int r = top; r < bottom; r += QUAD) {
          sum((r - top) * inner, inner);
          subtractSums(rows, r, Math.min(bottom, r + QUAD), k);
        }
      }
    }
  }

  private void reserve(int inner) {
    if (columns.length < inner * PAIR) {
      left = new double[inner * ROWS];
      columns = new double[inner * PAIR];
    }
  }

  private void copyLeft(double[][] a, int from, int end, int column, int inner) {
    for (int r = from; r < end; r += QUAD) {
      int to = (r - from) * inner;
      Arrays.fill(left, to, to + QUAD * inner, 0);
      for (int q = 0; q < Math.min(QUAD, end - r); q++) {
        double[] row = a[r + q];
        for (int i = 0; i < inner; i++) {
          left[to + i * QUAD + q] = row[column + i];
        }
      }
    }
  }

  private void copyColumns(double[][] right, int k) {
    for (int i = 0; i < right.length; i++) {
      double[] row = right[i];
      int at = i * PAIR;
      if (k + PAIR <= row.length) {
        DoubleVector.fromArray(DOUBLES, row, k).intoArray(columns, at);
        DoubleVector.fromArray(DOUBLES, row, k + DOUBLE_LANES)
            .intoArray(columns, at + DOUBLE_LANES);
      } else {
        Arrays.fill(columns, at, at + PAIR, 0);
        System.arraycopy(row, k, columns, at, row.length - k);
      }
    }
  }

  private void sum(int from, int inner) {
    double[] f = left;
    double[] c = columns;
    DoubleVector l0 = DoubleVector.zero(DOUBLES), l1 = l0, l2 = l0, l3 = l0;
    DoubleVector h0 = l0, h1 = l0, h2 = l0, h3 = l0;
    int at = from;
    for (int i = 0; i < inner * PAIR; i += PAIR) {
      DoubleVector low = DoubleVector.fromArray(DOUBLES, c, i);
      DoubleVector high = DoubleVector.fromArray(DOUBLES, c, i + DOUBLE_LANES);
      DoubleVector factor = DoubleVector.broadcast(DOUBLES, f[at]);
      l0 = factor.fma(low, l0);
      h0 = factor.fma(high, h0);
      factor = DoubleVector.broadcast(DOUBLES, f[at + 1]);
      l1 = factor.fma(low, l1);
      h1 = factor.fma(high, h1);
      factor = DoubleVector.broadcast(DOUBLES, f[at + 2]);
      l2 = factor.fma(low, l2);
      h2 = factor.fma(high, h2);
      factor = DoubleVector.broadcast(DOUBLES, f[at + 3]);
      l3 = factor.fma(low, l3);
      h3 = factor.fma(high, h3);
      at += QUAD;
    }
    store(l0, h0, 0);
    store(l1, h1, 1);
    store(l2, h2, 2);
    store(l3, h3, 3);
  }

  private void store(DoubleVector low, DoubleVector high, int row) {
    low.intoArray(sums, row * PAIR);
    high.intoArray(sums, row * PAIR + DOUBLE_LANES);
  }

  private void subtractSums(double[][] rows, int from, int end, int k) {
    for (int r = from; r < end; r++) {
      double[] row = rows[r];
      int at = (r - from) * PAIR - k;
      for (int c = k; c < Math.min(row.length, k + PAIR); c++) {
        row[c] -= sums[at + c];
      }
    }
  }
}
