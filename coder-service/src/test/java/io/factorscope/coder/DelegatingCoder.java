package io.factorscope.coder;

import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoder;
import java.util.function.IntConsumer;

/** A coder that something happens to before each state. */
record DelegatingCoder(SparseCoder real, IntConsumer beforeRow) implements SparseCoder {

  @Override
  public Dictionary dictionary() {
    return real.dictionary();
  }

  @Override
  public double lambda() {
    return real.lambda();
  }

  /** Small, so that much can be between two of them. */
  @Override
  public int batch() {
    return 4;
  }

  @Override
  public Worker newWorker() {
    Worker worker = real.newWorker();
    return (states, from, count, into) -> {
      for (int row = from; row < from + count; row++) {
        beforeRow.accept(row);
        worker.encode(states, row, 1, into);
      }
    };
  }
}
