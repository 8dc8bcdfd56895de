package io.factorscope.sparse;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedGram;

/**
 * Row-Gram block active set with explicit inverse (RBI): one matrix product per batch, then per
 * state an active-set method whose correlations are kept up to date by whole rows of a 16-bit Gram
 * matrix, and a strict end that proves the gap from the atoms themselves.
 *
 * <p>Takes {@code 2 m^2} bytes for the Gram matrix and {@code 8 m d} for the atoms.
 */
public final class RowGramCoder implements SparseCoder {
  /** The largest support of the active set that every worker has: what caches hold. */
  static final int CAP = 240;

  /**
   * The largest support of the second one, which workers make only when a state needs it. It takes
   * 4.5 MiB; beyond it an explicit inverse would cost more than coordinate descent.
   */
  static final int LARGE_CAP = 1024;

  private final Dictionary dictionary;
  private final double lambda;
  private final Kernels kernels;
  private final PackedGram gram;
  private final CodingStatistics statistics;

  /**
   * Makes a coder; builds the Gram matrix on the calling thread.
   *
   * @throws IllegalArgumentException if lambda is not above zero
   * @throws IllegalStateException if the Gram matrix does not fit the heap
   * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile
   */
  public RowGramCoder(Dictionary dictionary, double lambda) {
    this(dictionary, lambda, new CodingStatistics());
  }

  /** The same, counting what it does in statistics that other coders may share. */
  public RowGramCoder(Dictionary dictionary, double lambda, CodingStatistics statistics) {
    this(dictionary, lambda, Kernels.best(), statistics);
  }

  RowGramCoder(Dictionary dictionary, double lambda, Kernels kernels, CodingStatistics statistics) {
    this.dictionary = dictionary;
    this.lambda = StateRows.checkLambda(lambda);
    this.kernels = kernels;
    this.statistics = statistics;
    this.gram = GramBuilder.build(dictionary.packed(), kernels);
  }

  @Override
  public Dictionary dictionary() {
    return dictionary;
  }

  @Override
  public double lambda() {
    return lambda;
  }

  /** What this coder did, and those that share its statistics. */
  public CodingStatistics statistics() {
    return statistics;
  }

  @Override
  public Worker newWorker() {
    return new BatchWorker(dictionary, kernels, this::newSolver, statistics);
  }

  private StateSolver newSolver() {
    StateSolver descent = new WorkingSetSolver(dictionary.packed(), lambda, kernels);
    StateSolver fallback =
        (state, c, offset, into) -> {
          statistics.code(0);
          statistics.fallBack();
          descent.solve(state, c, offset, into);
        };
    int largest = Math.min(LARGE_CAP, dictionary.factors());
    StateSolver large = new SolverOnDemand(() -> activeSet(largest, fallback, fallback));
    StateSolver roomier =
        (state, c, offset, into) -> {
          statistics.grow();
          large.solve(state, c, offset, into);
        };
    return activeSet(CAP, roomier, fallback);
  }

  private StateSolver activeSet(int cap, StateSolver roomier, StateSolver fallback) {
    int room = GramInverse.room(cap);
    return new RowGramSolver(
        new ActiveSet(gram, dictionary.packed(), kernels.activeSet(), cap),
        new GramPass(gram, dictionary.packed(), kernels.activeSet(), room),
        new StrictEnd(dictionary.packed(), lambda, kernels, room),
        roomier,
        fallback,
        statistics);
  }
}
