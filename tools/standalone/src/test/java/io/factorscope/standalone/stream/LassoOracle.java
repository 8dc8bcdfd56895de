package io.factorscope.standalone.stream;

import java.util.Arrays;

/**
 * argmin ½‖x − Φα‖² + λ Σα over α ≥ 0, in double, by coordinate descent on the coordinates that
 * matter until the duality gap is below 1e-9 of ½‖x‖². Slow and plain: it shares no line with the
 * product.
 */
final class LassoOracle {

  private static final double GAP = 1e-9;

  private final double[][] atoms; // [m][d]
  private final double lambda;

  LassoOracle(double[][] atoms, double lambda) {
    this.atoms = atoms;
    this.lambda = lambda;
  }

  /** The least objective. */
  double solve(double[] x) {
    double[] code = new double[atoms.length];
    double[] residual = x.clone();
    while (relativeGap(x, code, residual) > GAP) {
      int[] active = active(code, residual);
      for (int sweep = 0; sweep < 50; sweep++) {
        for (int j : active) {
          move(j, code, residual);
        }
      }
    }
    return objective(code, residual);
  }

  private void move(int j, double[] code, double[] residual) {
    double next =
        Math.max(0, code[j] + (dot(atoms[j], residual) - lambda) / dot(atoms[j], atoms[j]));
    double change = next - code[j];
    if (change != 0) {
      code[j] = next;
      subtract(change, atoms[j], residual);
    }
  }

  private int[] active(double[] code, double[] residual) {
    int[] active = new int[atoms.length];
    int count = 0;
    for (int j = 0; j < atoms.length; j++) {
      if (dot(atoms[j], atoms[j]) > 0 && (code[j] > 0 || dot(atoms[j], residual) > lambda)) {
        active[count++] = j;
      }
    }
    return Arrays.copyOf(active, count);
  }

  double objective(double[] code, double[] residual) {
    return 0.5 * dot(residual, residual) + lambda * Arrays.stream(code).sum();
  }

  /** x − Φα. */
  double[] residual(double[] x, double[] code) {
    double[] residual = x.clone();
    for (int j = 0; j < code.length; j++) {
      if (code[j] != 0) {
        subtract(code[j], atoms[j], residual);
      }
    }
    return residual;
  }

  /**
   * Duality gap over ½‖x‖²: the residual, scaled until no factor correlates by more than λ, is dual
   * feasible.
   */
  double relativeGap(double[] x, double[] code, double[] residual) {
    double largest = 0;
    for (double[] atom : atoms) {
      largest = Math.max(largest, dot(atom, residual));
    }
    double squares = dot(residual, residual);
    double scale =
        Math.min(largest > 0 ? lambda / largest : 1, squares > 0 ? dot(x, residual) / squares : 1);
    double dual = scale * dot(x, residual) - 0.5 * scale * scale * squares;
    return (objective(code, residual) - dual) / (0.5 * dot(x, x));
  }

  private static void subtract(double factor, double[] atom, double[] from) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= factor * atom[i];
    }
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
