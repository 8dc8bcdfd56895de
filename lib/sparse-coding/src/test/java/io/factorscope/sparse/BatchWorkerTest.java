package io.factorscope.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.sparse.kernel.Kernels;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BatchWorkerTest {
  private static final Dictionary DICTIONARY = Dictionary.of(new float[] {1, 0, 0, 1}, 2, 2);

  /** A solver that breaks on states below zero, and is of no use afterwards. */
  private static Supplier<StateSolver> fragile() {
    return () ->
        new StateSolver() {
          private boolean broken;

          @Override
          public void solve(State state, float[] c, int offset, SparseCodes.Builder into) {
            broken |= state.x[0] < 0;
            if (broken) {
              throw new ArrayIndexOutOfBoundsException("Index 40 out of bounds for length 32");
            }
            into.add(new int[] {0}, new float[] {state.x[0]}, 1, 0);
          }
        };
  }

  @Test
  void aFaultOfTheSolverIsToldOfItsStateAndLeavesTheOthersAlone() {
    BatchWorker worker =
        new BatchWorker(DICTIONARY, Kernels.best(), fragile(), new CodingStatistics());
    SparseCodes.Builder into = new SparseCodes.Builder(4);
    float[] states = {1, 0, -2, 0, 3, 0};
    assertThatThrownBy(() -> worker.encode(states, 0, 3, into))
        .isInstanceOfSatisfying(
            CodingException.class,
            e -> {
              assertThat(e.row()).isEqualTo(1);
              assertThat(e.reason()).contains("the solver failed on it", "Index 40 out of bounds");
              assertThat(e).hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
            });
    worker.encode(states, 2, 1, into);
    assertThat(into.build().activations()).containsExactly(1, 3);
  }
}
