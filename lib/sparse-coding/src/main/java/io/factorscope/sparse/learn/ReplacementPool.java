package io.factorscope.sparse.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

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
  final PriorityQueue<Residual> residuals = new PriorityQueue<>(WORST_FIRST.reversed());
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
    if (residuals.size() == capacity) {
      Residual best = residuals.peek();
      if (best == null || WORST_FIRST.compare(residual, best) >= 0) {
        return;
      }
      residuals.remove();
    }
    residuals.add(residual);
  }

  /** Empties the pool into unit vectors, worst first, no two of them nearly the same. */
  List<double[]> drain() {
    List<Residual> worstFirst = new ArrayList<>(residuals);
    worstFirst.sort(WORST_FIRST);
    List<double[]> directions = new ArrayList<>();
    for (Residual residual : worstFirst) {
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
