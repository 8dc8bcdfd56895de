package io.factorscope.sparse.learn;

/**
 * The one expensive product of the update: rows minus A times atoms. In double, every element's
 * terms subtracted one after the other with ascending atom, so that the result is that of the
 * simplest loop, bit for bit. Loops over the width have no dependencies between iterations, which
 * lets the compiler use vectors without changing a result.
 */
final class RowProducts {
  /** Atoms subtracted in one sweep over a row: 24 KB at a width of 384, in the first cache. */
  private static final int TILE = 8;

  private RowProducts() {}

  /**
   * rows[r] −= Σ over i of a[first + r][i] · atoms[i].
   *
   * @param rows [r][width], changed; not so many that they leave the second cache
   * @param a [*][atoms.length]
   * @param first row of {@code a} that belongs to row 0
   * @param atoms [i][width]
   */
  static void subtract(double[][] rows, double[][] a, int first, double[][] atoms) {
    int i = 0;
    for (; i + TILE <= atoms.length; i += TILE) {
      for (int r = 0; r < rows.length; r++) {
        subtractTile(rows[r], a[first + r], atoms, i);
      }
    }
    for (; i < atoms.length; i++) {
      for (int r = 0; r < rows.length; r++) {
        subtractScaled(rows[r], a[first + r][i], atoms[i]);
      }
    }
  }

  /** Larger bodies are not unrolled by the compiler, and so not vectorised: four times slower. */
  private static void subtractTile(double[] row, double[] a, double[][] atoms, int i) {
    double[] d0 = atoms[i];
    double[] d1 = atoms[i + 1];
    double[] d2 = atoms[i + 2];
    double[] d3 = atoms[i + 3];
    double[] d4 = atoms[i + 4];
    double[] d5 = atoms[i + 5];
    double[] d6 = atoms[i + 6];
    double[] d7 = atoms[i + 7];
    double a0 = a[i], a1 = a[i + 1], a2 = a[i + 2], a3 = a[i + 3];
    double a4 = a[i + 4], a5 = a[i + 5], a6 = a[i + 6], a7 = a[i + 7];
    for (int k = 0; k < row.length; k++) {
      double v = row[k] - a0 * d0[k] - a1 * d1[k] - a2 * d2[k] - a3 * d3[k];
      row[k] = v - a4 * d4[k] - a5 * d5[k] - a6 * d6[k] - a7 * d7[k];
    }
  }

  /** row −= scale · values. */
  static void subtractScaled(double[] row, double scale, double[] values) {
    for (int k = 0; k < row.length; k++) {
      row[k] -= scale * values[k];
    }
  }
}
