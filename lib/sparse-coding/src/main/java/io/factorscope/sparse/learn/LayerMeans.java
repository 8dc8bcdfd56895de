package io.factorscope.sparse.learn;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The mean state of each layer of a sample: what a code has to beat.
 *
 * <p>A mean lies nearer to the vectors that it was taken of than the mean of the whole stream does:
 * n vectors spread about their own mean by (n − 1)/n of what they spread about that. A dictionary
 * is not fitted to the sample, so the comparison would be unfair to it by one vector in n a layer.
 */
final class LayerMeans {
  private final float[] states; // [*][width]
  private final int[] layers; // [*]
  private final int width;
  private final Map<Integer, Integer> counts = new TreeMap<>(); // layer → vectors
  private final Map<Integer, double[]> means = new TreeMap<>(); // layer → [width]

  LayerMeans(float[] states, int[] layers, int width) {
    this.states = states;
    this.layers = layers;
    this.width = width;
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

  /** Whether a row says something about spread; a layer's only vector does not. */
  boolean spreads(int row) {
    return counts.getOrDefault(layers[row], 0) > 1;
  }

  /** What Σ ||x − mean of its layer||² over these rows would be with the whole stream's means. */
  double spread() {
    Map<Integer, Double> squares = new TreeMap<>();
    for (int row = 0; row < layers.length; row++) {
      squares.merge(layers[row], squaresAboutMean(row), Double::sum);
    }
    double sum = 0;
    for (Map.Entry<Integer, Double> layer : squares.entrySet()) {
      double count = counts.getOrDefault(layer.getKey(), 0);
      sum += count > 1 ? layer.getValue() * (count / (count - 1)) : 0;
    }
    return sum;
  }

  private double squaresAboutMean(int row) {
    double[] mean = Objects.requireNonNull(means.get(layers[row]));
    double squares = 0;
    for (int k = 0; k < width; k++) {
      double difference = states[row * width + k] - mean[k];
      squares += difference * difference;
    }
    return squares;
  }
}
