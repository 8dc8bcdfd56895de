package io.factorscope.benchmarks.ladder;

/** A stage of the stream, or the whole of it, as something whose rate can be measured. */
interface Stage extends AutoCloseable {

  /** Works on for a short while, under a second, and says how many tokens were done. */
  double work();

  @Override
  default void close() {}
}
