package io.factorscope.sparse;

import io.factorscope.sparse.kernel.Kernels;

/**
 * Takes codes from a {@link CodeProposer}, certifies each from the atoms, in double precision where
 * it matters, and codes what can't be certified with {@link RowGramCoder}.
 *
 * <p>A code depends on its state alone if the proposal does.
 */
public final class ProposingCoder implements SparseCoder {
  private final RowGramCoder exact;
  private final CodeProposer proposer;
  private final int batch;
  private final CodingStatistics statistics;

  /**
   * Makes a coder; builds a Gram matrix on the calling thread.
   *
   * @param batch states that are proposed for at once, at least 1
   * @param statistics is told what the coder does
   * @throws IllegalArgumentException if lambda is not above zero, or batch is below 1
   * @throws IllegalStateException if the Gram matrix does not fit the heap
   */
  public ProposingCoder(
      Dictionary dictionary,
      double lambda,
      int batch,
      CodeProposer proposer,
      CodingStatistics statistics) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch is " + batch + "; it must be at least 1");
    }
    this.exact = new RowGramCoder(dictionary, lambda, statistics);
    this.proposer = proposer;
    this.batch = batch;
    this.statistics = statistics;
  }

  @Override
  public Dictionary dictionary() {
    return exact.dictionary();
  }

  @Override
  public double lambda() {
    return exact.lambda();
  }

  @Override
  public int batch() {
    return batch;
  }

  /** What the coder did, its exact part included. */
  public CodingStatistics statistics() {
    return statistics;
  }

  @Override
  public Worker newWorker() {
    return new ProposalWorker(exact, proposer, batch, Kernels.best(), statistics);
  }
}
