package io.factorscope.benchmarks.coder;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Medians, which a disturbance of some of the measurements does not move. */
final class Medians {

  private Medians() {}

  /** The median; of an even number, the mean of the middle two. */
  static double of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return 0.5 * (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]);
  }

  static <T> double of(Collection<T> items, ToDoubleFunction<T> value) {
    return of(items.stream().mapToDouble(value).toArray());
  }
}
