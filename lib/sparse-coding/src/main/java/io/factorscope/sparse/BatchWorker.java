package io.factorscope.sparse;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedDictionary;
import java.util.function.Supplier;

/** One matrix product per batch of states, then state after state. */
final class BatchWorker implements SparseCoder.Worker {
  /** States per matrix product: their correlations stay in the second-level cache. */
  static final int BATCH = 64;

  private final PackedDictionary dictionary;
  private final Kernels kernels;
  private final Supplier<StateSolver> maker;
  private final CodingStatistics statistics;
  private final State state;
  private StateSolver solver;

  /** Correlations D x of a batch, [BATCH][paddedFactors]. */
  private final float[] c;

  BatchWorker(
      Dictionary dictionary,
      Kernels kernels,
      Supplier<StateSolver> maker,
      CodingStatistics statistics) {
    this.dictionary = dictionary.packed();
    this.kernels = kernels;
    this.maker = maker;
    this.solver = maker.get();
    this.statistics = statistics;
    this.state = new State(this.dictionary.stride());
    this.c = new float[Math.multiplyExact(BATCH, this.dictionary.paddedFactors())];
  }

  @Override
  public void encode(float[] states, int from, int count, SparseCodes.Builder into) {
    StateRows.checkRows(states, from, count, dictionary.width());
    for (int done = 0; done < count; done += BATCH) {
      encodeBatch(states, from + done, Math.min(BATCH, count - done), into);
    }
  }

  private void encodeBatch(float[] states, int first, int rows, SparseCodes.Builder into) {
    int ldc = dictionary.paddedFactors();
    long started = System.nanoTime();
    kernels.product(states, first * dictionary.width(), rows, dictionary, c, ldc);
    statistics.product(System.nanoTime() - started);
    try {
      for (int i = 0; i < rows; i++) {
        load(states, first + i);
        solve(i * ldc, into);
      }
    } finally {
      statistics.coding(System.nanoTime() - started);
    }
  }

  /** Reports a fault of the solver as the state's, and goes on to the others with a new solver. */
  private void solve(int offset, SparseCodes.Builder into) {
    try {
      solver.solve(state, c, offset, into);
    } catch (CodingException e) {
      throw e;
    } catch (RuntimeException e) {
      solver = maker.get();
      throw new CodingException(state.row, "the solver failed on it: " + e, e);
    }
  }

  private void load(float[] states, int row) {
    System.arraycopy(states, row * dictionary.width(), state.x, 0, dictionary.width());
    state.row = row;
    state.squares = kernels.dotDouble(state.x, 0, state.x, 0, state.x.length);
    StateRows.checkState(state.squares, states, row, dictionary.width());
  }
}
