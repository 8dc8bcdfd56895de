package io.factorscope.sparse.learn;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The mean state of each layer of a sample: what a code has to beat. */
final class LayerMeans {
  private final float[] states; // [*][width]
  private final int[] layers; // [*]
  private final int width;
  private final Map<Integer, double[]> means = new TreeMap<>(); // layer → [width]

  LayerMeans(float[] states, int[] layers, int width) {
    this.states = states;
    this.layers = layers;
    this.width = width;
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int row = 0; row < layers.length; row++) {
      counts.merge(layers[row], 1, Integer::sum);
      addTo(means.computeIfAbsent(layers[row], _ -> new double[width]), row);
    }
    means.forEach((layer, mean) -> divide(mean, counts.getOrDefault(layer, 1)));
  }

  private void addTo(double[] sum, int row) {
    for (int k = 0; k < width; k++) {
      sum[k] += states[row * width + k];
    }
  }

  private static void divide(double[] sum, int count) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] /= count;
    }
  }

  /** Σ ||x − mean of its layer||². */
  double spread() {
    double squares = 0;
    for (int row = 0; row < layers.length; row++) {
      double[] mean = Objects.requireNonNull(means.get(layers[row]));
      for (int k = 0; k < width; k++) {
        double difference = states[row * width + k] - mean[k];
        squares += difference * difference;
      }
    }
    return squares;
  }
}
