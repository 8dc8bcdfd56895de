package io.factorscope.sparse.kernel;

/** The definition, in plain Java. */
final class ScalarRowProducts implements RowProducts {

  @Override
  public void subtract(double[][] rows, double[][] a, int first, int column, double[][] right) {
    for (int r = 0; r < rows.length; r++) {
      for (int k = 0; k < rows[r].length; k++) {
        double sum = 0;
        for (int i = 0; i < right.length; i++) {
          sum = Math.fma(a[first + r][column + i], right[i][k], sum);
        }
        rows[r][k] -= sum;
      }
    }
  }
}
