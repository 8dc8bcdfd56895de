package io.factorscope.wire;

import io.factorscope.v1.LayerSums;
import java.util.Map;
import java.util.TreeMap;

/**
 * Explained variance, 1 − Σ‖x−x̂‖² / Σ‖x−mean‖²: sums pooled over all vectors that were added, one
 * mean a layer. Predicting the mean scores 0. Not thread-safe.
 */
public final class ExplainedVariance {

  private final Map<Integer, Pool> pools = new TreeMap<>();

  /**
   * Adds the sums of some vectors of a layer.
   *
   * @throws IllegalArgumentException if their width is not that of what the layer has so far
   */
  public void add(LayerSums sums) {
    int width = sums.getSum().size() / Float.BYTES;
    pools.computeIfAbsent(sums.getLayer(), layer -> new Pool(width)).add(sums, width);
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
