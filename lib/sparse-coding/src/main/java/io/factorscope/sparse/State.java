package io.factorscope.sparse;

/** The state being coded: one per worker, filled again for each row. */
final class State {
  /** The state padded with zeros to the dictionary's stride. */
  final float[] x;

  /** Row in the caller's array, for errors. */
  int row;

  /** ||x||^2. */
  double squares;

  State(int stride) {
    x = new float[stride];
  }
}
