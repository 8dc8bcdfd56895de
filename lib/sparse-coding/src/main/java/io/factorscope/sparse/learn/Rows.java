package io.factorscope.sparse.learn;

/** Arithmetic on whole rows, without dependencies between elements: the compiler uses vectors. */
final class Rows {
  private Rows() {}

  /** {@code row += scale * values}, over the length of {@code row}. */
  static void addScaled(double[] row, double scale, double[] values) {
    for (int k = 0; k < row.length; k++) {
      row[k] += scale * values[k];
    }
  }

  /** The same with float values from an offset, fused. */
  static void addScaled(double[] row, double scale, float[] values, int from) {
    for (int k = 0; k < row.length; k++) {
      row[k] = Math.fma(scale, (double) values[from + k], row[k]);
    }
  }

  /** Two of them, one after the other for each element. */
  static void addScaled(
      double[] row, double scale, double second, float[] values, int from, int secondFrom) {
    for (int k = 0; k < row.length; k++) {
      double first = Math.fma(scale, (double) values[from + k], row[k]);
      row[k] = Math.fma(second, (double) values[secondFrom + k], first);
    }
  }
}
