package io.factorscope.sparse;

/**
 * An independent solver: cyclic coordinate descent in double precision on the whole dictionary with
 * a full Gram matrix, to a relative gap of 1e-10. Shares no code with the coders.
 */
final class DoubleOracle {
  private final double[][] atoms;
  private final double[][] gram;
  private final double lambda;

  DoubleOracle(Dictionary dictionary, double lambda) {
    this.lambda = lambda;
    int m = dictionary.factors();
    float[] values = dictionary.atoms();
    atoms = new double[m][dictionary.width()];
    gram = new double[m][m];
    for (int j = 0; j < m; j++) {
      for (int k = 0; k < atoms[j].length; k++) {
        atoms[j][k] = values[j * atoms[j].length + k];
      }
      for (int i = 0; i <= j; i++) {
        gram[i][j] = gram[j][i] = dot(atoms[i], atoms[j]);
      }
    }
  }

  /** The optimal objective 0.5 ||x - D a||^2 + lambda sum(a). */
  double objective(float[] states, int row) {
    int d = atoms[0].length;
    double[] x = new double[d];
    for (int k = 0; k < d; k++) {
      x[k] = states[row * d + k];
    }
    double[] a = new double[atoms.length];
    double[] q = new double[atoms.length];
    for (int j = 0; j < q.length; j++) {
      q[j] = dot(atoms[j], x);
    }
    double squares = dot(x, x);
    for (int sweep = 1; sweep < 100_000; sweep++) {
      sweep(a, q);
      if (sweep % 10 == 0) {
        double[] primalAndGap = primalAndGap(x, a);
        if (primalAndGap[1] <= 1e-10 * 0.5 * squares) {
          return primalAndGap[0];
        }
      }
    }
    throw new IllegalStateException("the oracle did not converge");
  }

  private void sweep(double[] a, double[] q) {
    for (int j = 0; j < a.length; j++) {
      if (gram[j][j] == 0) {
        continue;
      }
      double delta = Math.max(0, a[j] + (q[j] - lambda) / gram[j][j]) - a[j];
      if (delta != 0) {
        a[j] += delta;
        for (int i = 0; i < q.length; i++) {
          q[i] -= delta * gram[j][i];
        }
      }
    }
  }

  private double[] primalAndGap(double[] x, double[] a) {
    double[] r = x.clone();
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j];
      for (int k = 0; a[j] > 0 && k < r.length; k++) {
        r[k] -= a[j] * atoms[j][k];
      }
    }
    double max = 0;
    for (double[] atom : atoms) {
      max = Math.max(max, dot(atom, r));
    }
    double scale = Math.min(1, lambda / Math.max(max, 1e-300));
    double primal = 0.5 * dot(r, r) + lambda * sum;
    return new double[] {primal, primal - scale * dot(x, r) + 0.5 * scale * scale * dot(r, r)};
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
