package io.factorscope.sparse;

import io.factorscope.sparse.kernel.Kernels;

/**
 * Coordinate descent on a working set, with a check of the full dictionary (after celer, Massias et
 * al. 2018): the readable reference, and the fall-back where supports are too large for others.
 */
public final class WorkingSetCoder implements SparseCoder {
  private final Dictionary dictionary;
  private final double lambda;
  private final Kernels kernels;

  /**
   * Makes a coder.
   *
   * @throws IllegalArgumentException if lambda is not above zero
   */
  public WorkingSetCoder(Dictionary dictionary, double lambda) {
    this(dictionary, lambda, Kernels.best());
  }

  WorkingSetCoder(Dictionary dictionary, double lambda, Kernels kernels) {
    this.dictionary = dictionary;
    this.lambda = StateRows.checkLambda(lambda);
    this.kernels = kernels;
  }

  @Override
  public Dictionary dictionary() {
    return dictionary;
  }

  @Override
  public double lambda() {
    return lambda;
  }

  @Override
  public Worker newWorker() {
    return new BatchWorker(
        dictionary,
        kernels,
        () -> new WorkingSetSolver(dictionary.packed(), lambda, kernels),
        new CodingStatistics());
  }
}
