package io.factorscope.sparse;

import java.util.Arrays;

/**
 * Moves the activations of a working set that are above zero to their common minimiser, or until
 * the first of them reaches zero, again and again: where atoms are much alike, coordinate descent
 * would take thousands of sweeps. In double, without kernels. Scratch of one worker; grows as
 * needed.
 */
final class NewtonSteps {
  /** Keeps the matrix definite; along directions that hardly change x - D a, steps are long. */
  private static final double RIDGE = 1e-11;

  /** About how many multiplications a call may take, the first steps not counted. */
  private static final double WORK = 2e7;

  private static final int MIN_STEPS = 2;
  private static final int MAX_STEPS = 50;

  private int[] active = new int[0];

  /** G_AA's upper triangle and the right side, [n][n + 1]. */
  private double[] matrix = new double[0];

  private double[] step = new double[0];
  private int n;

  /**
   * Steps until no bound is in the way, or the work is used up.
   *
   * @param target what correlations are brought to
   */
  void run(WorkingSet set, double target) {
    for (int done = 0;
        done < MIN_STEPS || done < Math.min(MAX_STEPS, WORK / ((double) n * n * n));
        done++) {
      load(set, target);
      eliminate();
      substitute();
      if (!move(set)) {
        return;
      }
    }
  }

  private void load(WorkingSet set, double target) {
    reserve(set.size);
    n = 0;
    for (int i = 0; i < set.size; i++) {
      if (set.a[i] > 0) {
        active[n++] = i;
      }
    }
    int stride = n + 1;
    for (int i = 0; i < n; i++) {
      for (int k = i; k < n; k++) {
        matrix[i * stride + k] = set.gram(active[i], active[k]);
      }
      matrix[i * stride + i] += RIDGE;
      matrix[i * stride + n] = set.q[active[i]] - target;
    }
  }

  private void reserve(int size) {
    if (active.length < size) {
      active = new int[size];
      step = new double[size];
      matrix = new double[Math.multiplyExact(size, size + 1)];
    }
  }

  /** Gaussian elimination; a pivot that rounding has spoilt takes its factor out of the step. */
  private void eliminate() {
    int stride = n + 1;
    for (int p = 0; p < n; p++) {
      double pivot = matrix[p * stride + p];
      if (!(pivot >= 0.1 * RIDGE)) {
        Arrays.fill(matrix, p * stride + p, (p + 1) * stride, 0);
        continue;
      }
      for (int i = p + 1; i < n; i++) {
        subtract(matrix[p * stride + i] / pivot, p * stride, i * stride, i, stride);
      }
    }
  }

  private void subtract(double share, int from, int to, int first, int end) {
    for (int k = first; k < end; k++) {
      matrix[to + k] -= share * matrix[from + k];
    }
  }

  private void substitute() {
    int stride = n + 1;
    for (int i = n - 1; i >= 0; i--) {
      double sum = matrix[i * stride + n];
      for (int k = i + 1; k < n; k++) {
        sum -= matrix[i * stride + k] * step[k];
      }
      double pivot = matrix[i * stride + i];
      step[i] = pivot == 0 ? 0 : sum / pivot;
    }
  }

  /** Moves as far as activations stay at or above zero; whether one was in the way. */
  private boolean move(WorkingSet set) {
    double length = 1;
    int bound = -1;
    for (int i = 0; i < n; i++) {
      if (set.a[active[i]] + step[i] < 0 && set.a[active[i]] < -step[i] * length) {
        length = -set.a[active[i]] / step[i];
        bound = i;
      }
    }
    for (int i = 0; i < n; i++) {
      double before = set.a[active[i]];
      double after = i == bound ? 0 : Math.max(0, before + length * step[i]);
      set.step(active[i], after - before);
    }
    return bound >= 0;
  }
}
