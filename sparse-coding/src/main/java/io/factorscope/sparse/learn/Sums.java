package io.factorscope.sparse.learn;

import io.factorscope.sparse.SparseCodes;
import java.util.Arrays;

/**
 * What Mairal's update knows of the past: A = Σ w a a' and B = Σ w a x' (Mairal et al. 2010,
 * Algorithm 1), in double, in the order of the evidence.
 *
 * <p>Only the upper triangle of A is summed; {@link #symmetrise} copies it to the lower one for
 * those who read whole rows.
 */
final class Sums {
  /** Rows and columns of a square that is transposed while it is in the first cache. */
  private static final int TILE = 32;

  /** Vectors that are added together: 384 KB at a width of 384, in the second cache. */
  private static final int CHUNK = 128;

  final int factors;
  final int width;

  /** A, [factors][factors]. The upper triangle is the truth. */
  final double[][] a;

  /** B, [factors][width]. */
  final double[][] b;

  private final double[][] states; // [CHUNK][width] of the chunk being added
  private final int[] starts; // [factors + 1] where each factor's uses begin in the lists below
  private int[] users = {}; // the vectors that use a factor, ascending
  private int[] uses = {}; // where in the codes

  Sums(int factors, int width) {
    this.factors = factors;
    this.width = width;
    this.a = new double[factors][factors];
    this.b = new double[factors][width];
    this.states = new double[CHUNK][width];
    this.starts = new int[factors + 1];
  }

  /**
   * Adds vectors with their codes. Factor by factor, so that each row of the sums is fetched once
   * for many vectors; an element still gets its terms in the order of the vectors, so that the
   * result is that of adding one vector after the other, bit for bit.
   *
   * @param rows which of the batch, ascending
   * @param count how many
   */
  void add(EvidenceBatch batch, int[] rows, int count, double weight) {
    for (int from = 0; from < count; from += CHUNK) {
      int end = Math.min(count, from + CHUNK);
      loadStates(batch.states(), rows, from, end);
      groupByFactor(batch.codes(), rows, from, end);
      for (int j = 0; j < factors; j++) {
        addUses(j, batch.codes(), rows, from, weight);
      }
    }
  }

  private void loadStates(float[] values, int[] rows, int from, int end) {
    for (int v = from; v < end; v++) {
      double[] state = states[v - from];
      int offset = rows[v] * width;
      for (int k = 0; k < width; k++) {
        state[k] = values[offset + k];
      }
    }
  }

  /** A counting sort of the codes' entries. */
  private void groupByFactor(SparseCodes codes, int[] rows, int from, int end) {
    Arrays.fill(starts, 0);
    for (int v = from; v < end; v++) {
      for (int e = codes.offset(rows[v]); e < codes.offset(rows[v] + 1); e++) {
        starts[codes.factors()[e]]++;
      }
    }
    int total = 0;
    for (int j = 0; j <= factors; j++) {
      total += starts[j];
      starts[j] = total;
    }
    if (users.length < total) {
      users = new int[total];
      uses = new int[total];
    }
    // From the last to the first: what counted up to each factor's end comes down to its start.
    for (int v = end - 1; v >= from; v--) {
      for (int e = codes.offset(rows[v] + 1) - 1; e >= codes.offset(rows[v]); e--) {
        int place = --starts[codes.factors()[e]];
        users[place] = v;
        uses[place] = e;
      }
    }
  }

  private void addUses(int factor, SparseCodes codes, int[] rows, int from, double weight) {
    for (int p = starts[factor]; p < starts[factor + 1]; p++) {
      int e = uses[p];
      double scaled = weight * codes.activations()[e];
      addProducts(a[factor], scaled, codes, e, codes.offset(rows[users[p]] + 1));
      addScaled(b[factor], scaled, states[users[p] - from]);
    }
  }

  /** Factors ascend in a code, so that these entries lie in the upper triangle. */
  private static void addProducts(
      double[] row, double scaled, SparseCodes codes, int from, int end) {
    int[] factors = codes.factors();
    float[] activations = codes.activations();
    for (int f = from; f < end; f++) {
      row[factors[f]] += scaled * activations[f];
    }
  }

  private static void addScaled(double[] row, double scale, double[] values) {
    for (int k = 0; k < values.length; k++) {
      row[k] += scale * values[k];
    }
  }

  /** Copies the upper triangle of A to the lower one. */
  void symmetrise() {
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
    addScaled(b[to], 1, b[from]);
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

  /** Makes A diagonal. */
  void setDiagonal(double[] values) {
    for (int j = 0; j < factors; j++) {
      Arrays.fill(a[j], 0);
      a[j][j] = values[j];
    }
  }

  /** Σ A_jj. */
  double trace() {
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
      addScaled(b[j], use, atoms[j]);
    }
  }

  /** Sets B := A D, so that the atoms D are where the update stays. A must be symmetric. */
  void fixAt(double[][] atoms) {
    for (double[] row : b) {
      Arrays.fill(row, 0);
    }
    RowProducts.subtract(b, a, 0, atoms);
    for (double[] row : b) {
      for (int k = 0; k < width; k++) {
        row[k] = -row[k];
      }
    }
  }
}
