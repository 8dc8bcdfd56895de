package io.factorscope.sparse.learn;

import io.factorscope.sparse.kernel.Kernels;
import java.util.Arrays;

/**
 * What Mairal's update knows of the past: A = Σ w a a' and B = Σ w a x' (Mairal et al. 2010,
 * Algorithm 1), in double, in the order of the evidence.
 *
 * <p>Only the upper triangle of A is summed; {@link #symmetrise} copies it to the lower one for
 * those who read whole rows. Vectors are added many at a time: whoever reads A or B settles first.
 */
final class Sums {
  /** Rows and columns of a square that is transposed while it is in the first cache. */
  private static final int TILE = 32;

  final int factors;
  final int width;

  /** A, [factors][factors]. The upper triangle is the truth. */
  final double[][] a;

  /** B, [factors][width]. */
  final double[][] b;

  private final PendingVectors pending;

  Sums(int factors, int width) {
    this.factors = factors;
    this.width = width;
    this.a = new double[factors][factors];
    this.b = new double[factors][width];
    this.pending = new PendingVectors(factors, width);
  }

  /**
   * Adds vectors with their codes. They may be in A and B only after {@link #settle}.
   *
   * @param rows which of the batch, ascending
   * @param count how many
   */
  void add(EvidenceBatch batch, int[] rows, int count, double weight) {
    for (int i = 0; i < count; i++) {
      if (pending.isFull()) {
        settle();
      }
      pending.add(batch, rows[i], weight);
    }
  }

  /** Makes A and B the sums of all vectors that were added. */
  void settle() {
    pending.addTo(a, b);
  }

  /** Settles, and copies the upper triangle of A to the lower one. */
  void symmetrise() {
    settle();
    for (int top = 0; top < factors; top += TILE) {
      for (int left = top; left < factors; left += TILE) {
        transpose(top, left);
      }
    }
  }

  private void transpose(int top, int left) {
    int bottom = Math.min(factors, top + TILE);
    int right = Math.min(factors, left + TILE);
    for (int i = top; i < bottom; i++) {
      for (int j = Math.max(left, i + 1); j < right; j++) {
        a[j][i] = a[i][j];
      }
    }
  }

  /** Forgets a factor: its row and column of A, its row of B. */
  void clear(int factor) {
    for (int i = 0; i < factors; i++) {
      a[factor][i] = 0;
      a[i][factor] = 0;
    }
    Arrays.fill(b[factor], 0);
  }

  /**
   * Moves what is known of one factor to another, as if every code that used {@code from} had used
   * {@code to}. A must be symmetric, and stays so.
   */
  void move(int from, int to) {
    for (int i = 0; i < factors; i++) {
      a[to][i] += a[from][i];
    }
    for (int i = 0; i < factors; i++) {
      a[i][to] += a[i][from];
    }
    Rows.addScaled(b[to], 1, b[from]);
    clear(from);
  }

  /** Multiplies A. */
  void scaleA(double factor) {
    for (double[] row : a) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= factor;
      }
    }
  }

  /** Settles, and makes A diagonal. */
  void setDiagonal(double[] values) {
    settle();
    for (int j = 0; j < factors; j++) {
      Arrays.fill(a[j], 0);
      a[j][j] = values[j];
    }
  }

  /** Σ A_jj. */
  double trace() {
    settle();
    double trace = 0;
    for (int j = 0; j < factors; j++) {
      trace += a[j][j];
    }
    return trace;
  }

  /** Adds the same usage to every factor's A_jj, and to B what keeps the atoms where they are. */
  void addFixed(double use, double[][] atoms) {
    for (int j = 0; j < factors; j++) {
      a[j][j] += use;
      Rows.addScaled(b[j], use, atoms[j]);
    }
  }

  /** Sets B := A D, so that the atoms D are where the update stays. A must be symmetric. */
  void fixAt(double[][] atoms) {
    for (double[] row : b) {
      Arrays.fill(row, 0);
    }
    Kernels.best().rowProducts().subtract(b, a, 0, 0, atoms);
    for (double[] row : b) {
      for (int k = 0; k < width; k++) {
        row[k] = -row[k];
      }
    }
  }
}
