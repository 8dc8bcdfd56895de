package io.factorscope.sparse;

/** Chooses a coder. */
public final class SparseCoders {
  private SparseCoders() {}

  /**
   * The fastest coder on a CPU. Preparing it takes {@code 2 m^2} bytes and, on the calling thread,
   * about the time of coding m / 2 states.
   *
   * @throws IllegalArgumentException if lambda is not above zero
   * @throws IllegalStateException if the Gram matrix does not fit the heap
   * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile
   */
  public static SparseCoder best(Dictionary dictionary, double lambda) {
    return new RowGramCoder(dictionary, lambda);
  }

  /** The same, counting what it does. */
  public static SparseCoder best(
      Dictionary dictionary, double lambda, CodingStatistics statistics) {
    return new RowGramCoder(dictionary, lambda, statistics);
  }
}
