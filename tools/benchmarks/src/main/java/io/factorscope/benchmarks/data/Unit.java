package io.factorscope.benchmarks.data;

/** Vectors of norm one. */
final class Unit {

  private Unit() {}

  /** Scales {@code width} values from {@code offset} to norm one. */
  static void normalise(float[] values, int offset, int width) {
    double squares = 0;
    for (int k = offset; k < offset + width; k++) {
      squares += (double) values[k] * values[k];
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int k = offset; k < offset + width; k++) {
      values[k] *= scale;
    }
  }
}
