package io.factorscope.sparse.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds pairs of atoms that are nearly the same. For unit vectors cos > c means ||d_i − d_j||² < 2
 * (1 − c): a sum that other pairs exceed after a few coordinates.
 */
final class NearDuplicates {
  /** Coordinates between two looks at the sum. */
  private static final int STRIDE = 8;

  private NearDuplicates() {}

  /** Pairs (i, j), i &lt; j, in that order. Atoms of zeros have no duplicates. */
  static List<Pair> find(double[][] atoms, double cosine) {
    double limit = 2 * (1 - cosine);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < atoms.length; i++) {
      if (isZero(atoms[i])) {
        continue;
      }
      for (int j = i + 1; j < atoms.length; j++) {
        if (closer(atoms[i], atoms[j], limit)) {
          pairs.add(new Pair(i, j));
        }
      }
    }
    return pairs;
  }

  record Pair(int first, int second) {}

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
