package io.factorscope.sparse;

import io.factorscope.sparse.kernel.ScalarKernels;
import org.junit.jupiter.api.Test;

class WorkingSetCoderTest extends SparseCoderContract {
  @Override
  protected SparseCoder coder(Dictionary dictionary, double lambda) {
    return new WorkingSetCoder(dictionary, lambda);
  }

  @Test
  void scalarKernelsGiveTheSameBits() {
    Planted planted = new Planted(230, 50, 23);
    float[] states = planted.states(100, 6);
    SparseCoder scalar = new WorkingSetCoder(planted.dictionary(), 0.15, new ScalarKernels());
    assertSame(encode(scalar, states, 100), encode(coder(planted.dictionary(), 0.15), states, 100));
  }
}
