package io.factorscope.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ParallelCoderTest {
  private final Planted planted = new Planted(64, 16, 1);
  private final float[] states = planted.states(300, 4);

  @Test
  void swapChangesTheCoderOfTheNextBatch() {
    SparseCoder before = new WorkingSetCoder(planted.dictionary(), 0.5);
    SparseCoder after = new WorkingSetCoder(planted.dictionary(), 0.1);
    try (ParallelCoder parallel = new ParallelCoder(before, 2)) {
      SparseCodes first = parallel.encode(states, 300);
      parallel.swap(after);
      SparseCoderContract.assertSame(
          parallel.encode(states, 300), SparseCoderContract.encode(after, states, 300));
      SparseCoderContract.assertSame(first, SparseCoderContract.encode(before, states, 300));
      assertThat(parallel.coder()).isSameAs(after);
    }
  }

  @Test
  void theFirstBadStateIsReportedWhicheverThreadFindsIt() {
    states[70 * 16] = Float.NaN;
    states[290 * 16] = Float.NaN;
    try (ParallelCoder parallel =
        new ParallelCoder(new WorkingSetCoder(planted.dictionary(), 0.5), 2)) {
      for (int repeat = 0; repeat < 20; repeat++) {
        assertThatThrownBy(() -> parallel.encode(states, 300))
            .isInstanceOfSatisfying(CodingException.class, e -> assertThat(e.row()).isEqualTo(70));
      }
      assertThat(parallel.encode(states, 70).count()).isEqualTo(70);
    }
  }

  @Test
  void noStatesGiveNoCodes() {
    try (ParallelCoder parallel =
        new ParallelCoder(new WorkingSetCoder(planted.dictionary(), 0.5), 2)) {
      assertThat(parallel.encode(states, 0).count()).isZero();
    }
  }

  @Test
  void refusesTooFewStatesAndThreads() {
    SparseCoder coder = new WorkingSetCoder(planted.dictionary(), 0.5);
    assertThatThrownBy(() -> new ParallelCoder(coder, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threads is 0");
    try (ParallelCoder parallel = new ParallelCoder(coder, 1)) {
      assertThatThrownBy(() -> parallel.encode(states, 301))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("there are 300 states");
    }
  }
}
