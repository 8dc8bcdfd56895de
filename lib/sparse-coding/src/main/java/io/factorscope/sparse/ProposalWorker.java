package io.factorscope.sparse;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedDictionary;

/** Checks the states of a batch, asks for proposals, certifies them, and codes the rest exactly. */
final class ProposalWorker implements SparseCoder.Worker {
  private final PackedDictionary dictionary;
  private final CodeProposer proposer;
  private final int batch;
  private final Kernels kernels;
  private final CodingStatistics statistics;
  private final ProposalCheck check;
  private final SparseCoder.Worker exact;
  private final State state;

  ProposalWorker(
      RowGramCoder exact,
      CodeProposer proposer,
      int batch,
      Kernels kernels,
      CodingStatistics statistics) {
    this.dictionary = exact.dictionary().packed();
    this.proposer = proposer;
    this.batch = batch;
    this.kernels = kernels;
    this.statistics = statistics;
    this.check = new ProposalCheck(dictionary, exact.lambda(), kernels);
    this.exact = exact.newWorker();
    this.state = new State(dictionary.stride());
  }

  @Override
  public void encode(float[] states, int from, int count, SparseCodes.Builder into) {
    StateRows.checkRows(states, from, count, dictionary.width());
    for (int done = 0; done < count; done += batch) {
      encodeBatch(states, from + done, Math.min(batch, count - done), into);
    }
  }

  /** Reports a state that can't be coded only after the states before it are coded. */
  private void encodeBatch(float[] states, int first, int count, SparseCodes.Builder into) {
    int good = good(states, first, count);
    if (good > 0) {
      long started = System.nanoTime();
      ProposedCodes proposed = proposer.propose(states, first, good);
      statistics.coding(System.nanoTime() - started);
      for (int begin = 0; begin < good; begin += ProposalCheck.ROWS) {
        int rows = Math.min(ProposalCheck.ROWS, good - begin);
        check(states, first + begin, rows, proposed, begin);
        emit(states, first + begin, rows, into);
      }
    }
    if (good < count) {
      load(states, first + good);
      StateRows.checkState(state.squares, states, first + good, dictionary.width());
    }
  }

  private void check(float[] states, int first, int rows, ProposedCodes proposed, int begin) {
    long started = System.nanoTime();
    check.begin();
    for (int i = 0; i < rows; i++) {
      load(states, first + i);
      check.add(state, proposed, begin + i);
    }
    check.finish();
    statistics.coding(System.nanoTime() - started);
  }

  private void emit(float[] states, int first, int rows, SparseCodes.Builder into) {
    for (int i = 0; i < rows; i++) {
      if (check.gap(i) <= SparseCoder.MAX_GAP) {
        statistics.code(0);
        check.emit(i, into);
      } else {
        statistics.finish();
        exact.encode(states, first + i, 1, into);
      }
    }
  }

  private int good(float[] states, int first, int count) {
    for (int i = 0; i < count; i++) {
      load(states, first + i);
      if (!StateRows.isCodable(state.squares)) {
        return i;
      }
    }
    return count;
  }

  private void load(float[] states, int row) {
    System.arraycopy(states, row * dictionary.width(), state.x, 0, dictionary.width());
    state.row = row;
    state.squares = kernels.dotDouble(state.x, 0, state.x, 0, state.x.length);
  }
}
