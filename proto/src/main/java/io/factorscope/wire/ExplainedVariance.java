package io.factorscope.wire;

import io.factorscope.v1.LayerSums;
import java.util.Map;
import java.util.TreeMap;

/**
 * Explained variance, 1 − Σ‖x−x̂‖² / Σ‖x−mean‖²: sums pooled over all vectors that were added, one
 * mean a layer, of these same vectors: predicting it scores exactly 0. It describes the vectors
 * that were added, and estimates nothing about others. Not thread-safe.
 */
public final class ExplainedVariance {

  private final Map<Integer, Pool> pools = new TreeMap<>();

  /**
   * Adds the sums of some vectors of a layer.
   *
   * @throws IllegalArgumentException if their width is not that of what the layer has so far, or
   *     they can't be sums of finite vectors; nothing has changed
   */
  public void add(LayerSums sums) {
    int width = sums.getSum().size() / Float.BYTES;
    check(sums, width);
    pools.computeIfAbsent(sums.getLayer(), layer -> new Pool(width)).add(sums, width);
  }

  private static void check(LayerSums sums, int width) {
    require(
        sums.getSum().size() == width * Float.BYTES,
        "sum: bytes",
        sums.getSum().size(),
        "of floats");
    require(sums.getVectors() >= 0, "vectors", sums.getVectors(), "below 2^63");
    require(
        isSumOfSquares(sums.getSquaredNorms()),
        "squared_norms",
        sums.getSquaredNorms(),
        "finite and not negative");
    require(
        isSumOfSquares(sums.getSquaredErrors()),
        "squared_errors",
        sums.getSquaredErrors(),
        "finite and not negative");
  }

  private static boolean isSumOfSquares(double value) {
    return value >= 0 && value <= Double.MAX_VALUE;
  }

  private static void require(boolean holds, String field, Object value, String must) {
    if (!holds) {
      throw new IllegalArgumentException(
          "layer_sums." + field + ": is " + value + ", must be " + must);
    }
  }

  /** NaN as long as the vectors do not vary. */
  public double value() {
    double errors = 0;
    double variation = 0;
    for (Pool pool : pools.values()) {
      errors += pool.squaredErrors;
      variation += pool.variation();
    }
    return variation > 0 ? 1 - errors / variation : Double.NaN;
  }

  private static final class Pool {

    private final double[] sum; // [width]
    private long vectors;
    private double squaredNorms;
    private double squaredErrors;

    Pool(int width) {
      this.sum = new double[width];
    }

    void add(LayerSums sums, int width) {
      if (width != sum.length) {
        throw new IllegalArgumentException(
            "layer_sums.sum: has width " + width + ", must have " + sum.length);
      }
      var values = Vectors.read(sums.getSum()).asFloatBuffer();
      for (int i = 0; i < width; i++) {
        sum[i] += values.get(i);
      }
      vectors += sums.getVectors();
      squaredNorms += sums.getSquaredNorms();
      squaredErrors += sums.getSquaredErrors();
    }

    /** Σ‖x−mean‖² = Σ‖x‖² − ‖Σx‖²/n. */
    double variation() {
      double squares = 0;
      for (double value : sum) {
        squares += value * value;
      }
      return vectors == 0 ? 0 : squaredNorms - squares / vectors;
    }
  }
}
