package io.factorscope.benchmarks.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Row-major states [count][width]. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Rows(float[] values, int width) {

  int count() {
    return values.length / width;
  }

  /** Rows from {@code from} to before {@code end}. */
  Rows range(int from, int end) {
    return new Rows(Arrays.copyOfRange(values, from * width, end * width), width);
  }

  /** So many of the rows, in random order. */
  Rows drawn(int wanted, long seed) {
    if (wanted > count()) {
      throw new IllegalArgumentException(
          "%d states are wanted of %d; give more text".formatted(wanted, count()));
    }
    int[] order = new int[count()];
    Arrays.setAll(order, i -> i);
    SplittableRandom random = new SplittableRandom(seed);
    float[] drawn = new float[wanted * width];
    for (int i = 0; i < wanted; i++) {
      int other = random.nextInt(i, order.length);
      int row = order[other];
      order[other] = order[i];
      order[i] = row;
      System.arraycopy(values, row * width, drawn, i * width, width);
    }
    return new Rows(drawn, width);
  }
}
