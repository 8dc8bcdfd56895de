package io.factorscope.sparse;

/**
 * Codes hidden states against one dictionary with one lambda. Immutable and thread-safe: what can
 * be prepared once per dictionary version is prepared when it is made.
 */
public interface SparseCoder {
  /**
   * The largest relative duality gap, gap / (0.5 ||x||^2), of any code that a coder returns: what
   * it claims, and what {@link Certificate} recomputes.
   */
  double MAX_GAP = 1e-4;

  /** The dictionary that codes refer to. */
  Dictionary dictionary();

  /** Weight of the l1 penalty, at least 1e-25. */
  double lambda();

  /** States that a worker should get at once, if there are so many. */
  default int batch() {
    return BatchWorker.BATCH;
  }

  /** A worker with its own scratch memory, for one thread at a time. */
  Worker newWorker();

  /** Codes rows of states. Not thread-safe. */
  interface Worker {
    /**
     * Appends the codes of {@code count} states, in order. A code depends on its own state alone:
     * the same bits come out for any split into calls.
     *
     * @param states row-major [*][width]
     * @param from first row to code
     * @param count number of rows to code
     * @param into receives one code per row; holds the codes before the failing row on an error
     * @throws CodingException if a state is not finite, its norm is above 1e15, or no float32
     *     activations can be certified; that can happen where activations are much larger than the
     *     state (factors that are nearly opposite), or lambda below a millionth of its norm
     * @throws IllegalArgumentException if {@code states} is not a whole number of rows, or has
     *     fewer than {@code from + count}
     */
    void encode(float[] states, int from, int count, SparseCodes.Builder into);
  }
}
