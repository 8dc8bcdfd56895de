package io.factorscope.sparse.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds pairs of atoms that are nearly the same. For unit vectors cos > c means ||d_i − d_j||² < 2
 * (1 − c): a sum that other pairs exceed after a few coordinates.
 */
final class NearDuplicates {
  /** Coordinates between two looks at the sum of one pair. */
  private static final int STRIDE = 8;

  /** Coordinates that are summed for many pairs side by side: enough to rule out nearly all. */
  private static final int FIRST = 8;

  private NearDuplicates() {}

  /** Pairs (i, j), i &lt; j, in that order. Atoms of zeros have no duplicates. */
  static List<Pair> find(double[][] atoms, double cosine) {
    double limit = 2 * (1 - cosine);
    double[][] columns = firstColumns(atoms);
    double[] sums = new double[atoms.length];
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < atoms.length; i++) {
      if (isZero(atoms[i])) {
        continue;
      }
      sumFirst(columns, i, sums);
      for (int j = below(limit, sums, i + 1); j < sums.length; j = below(limit, sums, j + 1)) {
        if (closer(atoms[i], atoms[j], limit)) {
          pairs.add(new Pair(i, j));
        }
      }
    }
    return pairs;
  }

  record Pair(int first, int second) {}

  /** The first coordinates of all atoms, [coordinate][atom]. */
  private static double[][] firstColumns(double[][] atoms) {
    int count = atoms.length == 0 ? 0 : Math.min(FIRST, atoms[0].length);
    double[][] columns = new double[count][atoms.length];
    for (int j = 0; j < atoms.length; j++) {
      for (int k = 0; k < count; k++) {
        columns[k][j] = atoms[j][k];
      }
    }
    return columns;
  }

  /** The first coordinates' part of ||d_i − d_j||², for all j &gt; i. */
  private static void sumFirst(double[][] columns, int i, double[] sums) {
    Arrays.fill(sums, i + 1, sums.length, 0);
    for (double[] column : columns) {
      addSquares(column, column[i], i + 1, sums);
    }
  }

  private static void addSquares(double[] column, double value, int from, double[] sums) {
    for (int j = from; j < sums.length; j++) {
      double difference = value - column[j];
      sums[j] += difference * difference;
    }
  }

  /** The next with a sum below the limit. On its own: nearly all the time is spent here. */
  private static int below(double limit, double[] sums, int from) {
    int j = from;
    while (j < sums.length && !(sums[j] < limit)) {
      j++;
    }
    return j;
  }

  private static boolean isZero(double[] atom) {
    for (double value : atom) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean closer(double[] one, double[] other, double limit) {
    double sum = 0;
    for (int from = 0; from < one.length; from += STRIDE) {
      int end = Math.min(one.length, from + STRIDE);
      for (int k = from; k < end; k++) {
        double difference = one[k] - other[k];
        sum += difference * difference;
      }
      if (sum >= limit) {
        return false;
      }
    }
    return true;
  }
}
