package io.factorscope.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final Counter restarts = Worker.restarts(new SimpleMeterRegistry(), "test");
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch working = new CountDownLatch(1);
  private Worker worker = new Worker("test", _ -> {}, restarts, LONG);

  @AfterEach
  void stop() {
    worker.close();
  }

  @Test
  void beginsAfreshAfterErrorsOfEveryKind() throws InterruptedException {
    start(
        LONG,
        stopping -> {
          switch (runs.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("unchecked");
            case 2 -> throw new AssertionError("an Error");
            case 3 -> throw new IOException("checked");
            default -> work(stopping);
          }
        });

    working.await();

    assertThat(runs).hasValue(4);
    assertThat(restarts.count()).isEqualTo(3);
    assertThat(worker.problem()).isEmpty();
  }

  @Test
  void anInterruptThatNobodyAskedForIsAnErrorLikeOthers() throws InterruptedException {
    start(
        LONG,
        stopping -> {
          if (runs.incrementAndGet() == 1) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at something");
          }
          work(stopping);
        });

    working.await();

    assertThat(restarts.count()).isEqualTo(1);
  }

  @Test
  void namesItsProblemUntilTheTaskWorks() {
    worker = new Worker("test", this::fail, restarts, LONG);
    assertThat(worker.problem()).contains("has not started");

    worker.start();

    await().until(() -> worker.problem().equals(Optional.of("IOException: made to fail")));
    worker.close();
    assertThat(worker.problem()).contains("is stopped");
  }

  @Test
  void aTaskThatReturnsIsDone() {
    start(LONG, _ -> runs.incrementAndGet());

    await().until(() -> worker.problem().equals(Optional.of("is stopped")));

    assertThat(runs).hasValue(1);
    assertThat(restarts.count()).isZero();
  }

  @Test
  void stopsWhileItPausesAfterAnError() {
    start(LONG, this::fail);
    // From then on pauses take longer than this test gives.
    await().until(() -> restarts.count() >= 5);
    long before = System.nanoTime();

    worker.close();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void letsTheTaskEndByItselfWhileItWorks() throws InterruptedException {
    AtomicBoolean finished = new AtomicBoolean();
    start(
        LONG,
        stopping -> {
          work(stopping);
          Thread.sleep(300);
          finished.set(true);
        });
    working.await();

    worker.close();

    assertThat(finished).isTrue();
    assertThat(restarts.count()).isZero();
  }

  @Test
  void interruptsATaskThatDoesNotEndByItself() throws InterruptedException {
    AtomicBoolean interrupted = new AtomicBoolean();
    start(
        Duration.ofMillis(100),
        _ -> {
          working.countDown();
          try {
            Thread.sleep(LONG);
          } catch (InterruptedException e) {
            interrupted.set(true);
            throw e;
          }
        });
    working.await();

    worker.close();

    assertThat(interrupted).isTrue();
    assertThat(restarts.count()).isZero();
  }

  @Test
  void canBeClosedThoughItWasNeverStarted() {
    worker = new Worker("test", this::work, restarts, LONG);
    worker.close();
    worker.start();

    await().until(() -> worker.problem().equals(Optional.of("is stopped")));

    assertThat(working.getCount()).isEqualTo(1);
  }

  private void start(Duration patience, Worker.Task task) {
    worker = new Worker("test", task, restarts, patience);
    worker.start();
  }

  private void fail(StopSignal stopping) throws IOException {
    throw new IOException("made to fail");
  }

  private void work(StopSignal stopping) throws InterruptedException {
    worker.works();
    working.countDown();
    while (!stopping.pause(LONG)) {
      assertThat(stopping.isGiven()).isFalse();
    }
  }
}
