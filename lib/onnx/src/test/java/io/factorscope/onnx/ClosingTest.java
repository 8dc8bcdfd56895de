package io.factorscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClosingTest {
  private static final int BATCH = 16;
  private static final int LENGTH = 128;

  @Test
  void closingWaitsForTheRunUnderWay() throws Exception {
    HiddenStateModel model = open();
    AtomicBoolean closed = new AtomicBoolean();
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<float[]> run =
        CompletableFuture.supplyAsync(
            () -> {
              started.countDown();
              try (HiddenStates states = run(model)) {
                assertThat(closed).as("closed while the run was under way").isFalse();
                return states.vector(12, 0, 0);
              }
            });
    started.await();
    Thread.sleep(100); // Well inside of the run, which takes over half a second.
    CompletableFuture<Void> close =
        CompletableFuture.runAsync(
            () -> {
              model.close();
              closed.set(true);
            });

    assertThat(run.get()).hasSize(384);
    close.get();
    assertThat(closed).isTrue();
  }

  @Test
  void aClosedModelRefusesRuns() {
    HiddenStateModel model = open();
    model.close();
    model.close();

    assertThatThrownBy(() -> run(model).close())
        .isInstanceOf(ModelClosedException.class)
        .hasMessage("Model 'closing' is closed: it begins no new run.");
  }

  @Test
  void statesOutliveTheirModel() {
    HiddenStates states;
    try (HiddenStateModel model = open()) {
      states = model.run(new long[] {101, 102}, new int[] {2}, 1, 2, new int[] {12});
    }
    try (states) {
      assertThat(states.vector(12, 0, 1)).hasSize(384).doesNotContain(Float.NaN);
    }
  }

  private static HiddenStateModel open() {
    return HiddenStateModel.open(TestModels.bge(), "closing", Device.CPU, 1);
  }

  private static HiddenStates run(HiddenStateModel model) {
    long[] ids = new long[BATCH * LENGTH];
    Arrays.fill(ids, 2003);
    int[] lengths = new int[BATCH];
    Arrays.fill(lengths, LENGTH);
    return model.run(ids, lengths, BATCH, LENGTH, new int[] {12});
  }
}
