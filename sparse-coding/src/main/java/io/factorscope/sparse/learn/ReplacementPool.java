package io.factorscope.sparse.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The worst explained of the vectors sampled since the last update: what a factor that has nothing
 * to do could explain. Bounded; which vectors it holds depends on their order alone.
 */
final class ReplacementPool {
  /** Vectors longer than this times the root mean square length are outliers, not a lack. */
  private static final double OUTLIER = 3;

  /** Residuals closer than this (cosine) are one lack: one factor is enough. */
  private static final double SAME = 0.5;

  private static final Comparator<Residual> WORST_FIRST =
      Comparator.comparingDouble(Residual::squares)
          .reversed()
          .thenComparingLong(Residual::identity);

  /**
   * A vector's residual.
   *
   * @param values [width]
   * @param squares their sum of squares
   */
  record Residual(float[] values, double squares, long identity) {}

  final int capacity;
  final List<Residual> residuals = new ArrayList<>();
  double lengthSquares; // sum over all vectors seen
  long seen;

  ReplacementPool(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Takes a residual in, if it is worse than another or there is room.
   *
   * @param stateSquares the vector's ||x||²
   */
  void offer(Residual residual, double stateSquares) {
    lengthSquares += stateSquares;
    seen++;
    if (stateSquares > OUTLIER * OUTLIER * lengthSquares / seen || !(residual.squares() > 0)) {
      return;
    }
    if (residuals.size() < capacity) {
      residuals.add(residual);
      return;
    }
    int best = bestExplained();
    if (best >= 0 && WORST_FIRST.compare(residual, residuals.get(best)) < 0) {
      residuals.set(best, residual);
    }
  }

  private int bestExplained() {
    int best = -1;
    for (int i = 0; i < residuals.size(); i++) {
      if (best < 0 || WORST_FIRST.compare(residuals.get(i), residuals.get(best)) > 0) {
        best = i;
      }
    }
    return best;
  }

  /** Empties the pool into unit vectors, worst first, no two of them nearly the same. */
  List<double[]> drain() {
    residuals.sort(WORST_FIRST);
    List<double[]> directions = new ArrayList<>();
    for (Residual residual : residuals) {
      double[] direction = normalised(residual);
      if (directions.stream().allMatch(other -> product(direction, other) < SAME)) {
        directions.add(direction);
      }
    }
    residuals.clear();
    return directions;
  }

  private static double[] normalised(Residual residual) {
    double norm = Math.sqrt(residual.squares());
    double[] direction = new double[residual.values().length];
    for (int k = 0; k < direction.length; k++) {
      direction[k] = (float) (residual.values()[k] / norm);
    }
    return direction;
  }

  private static double product(double[] one, double[] other) {
    double sum = 0;
    for (int k = 0; k < one.length; k++) {
      sum += one[k] * other[k];
    }
    return sum;
  }
}
