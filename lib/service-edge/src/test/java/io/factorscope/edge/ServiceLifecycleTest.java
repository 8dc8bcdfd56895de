package io.factorscope.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.factorscope.edge.calls.RetryLaterException;
import io.factorscope.exactlyonce.Instance;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A service that does nothing, from its start to its end; its broker is never asked. */
class ServiceLifecycleTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final CountDownLatch go = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable String detail;
  private volatile @Nullable String problem;
  private volatile @Nullable Throwable failure;

  @Test
  void saysWhatTheStartWaitsForThenWhatAilsTheService() {
    try (ServiceLifecycle lifecycle = lifecycle()) {
      assertThat(lifecycle.problem()).hasValue("has not started");
      lifecycle.start();
      awaitProblem(lifecycle, "waits for a sign");
      detail = "the third";
      assertThat(lifecycle.problem()).hasValue("waits for a sign: the third");
      assertThatThrownBy(lifecycle::requireStarted)
          .isInstanceOf(RetryLaterException.class)
          .hasMessage("The idle is not ready: waits for a sign: the third");

      go.countDown();
      await().atMost(SOON).until(() -> lifecycle.problem().isEmpty());
      lifecycle.requireStarted();
      lifecycle.requireBroker();
      problem = "stands still";
      assertThat(lifecycle.problem()).hasValue("stands still");
      assertThat(lifecycle.failure()).isEmpty();
    }
    assertThat(closed.getCount()).isZero();
  }

  @Test
  void aStartThatFailsIsForGood() {
    failure = new NoClassDefFoundError("a jar is missing");
    go.countDown();
    try (ServiceLifecycle lifecycle = lifecycle()) {
      lifecycle.start();
      awaitProblem(lifecycle, "could not start: a jar is missing");
      assertThat(lifecycle.failure()).isEqualTo(lifecycle.problem());
    }
    assertThat(closed.getCount()).isZero();
  }

  @Test
  void theEndInterruptsAStartThatWaits() {
    ServiceLifecycle lifecycle = lifecycle();
    lifecycle.start();
    awaitProblem(lifecycle, "waits for a sign");
    lifecycle.close();
    assertThat(lifecycle.problem()).hasValue("is stopped");
    assertThat(lifecycle.failure()).isEmpty();
    assertThat(closed.getCount()).isZero();
  }

  private static void awaitProblem(ServiceLifecycle lifecycle, String problem) {
    await().atMost(SOON).until(() -> lifecycle.problem().orElse("").equals(problem));
  }

  private ServiceLifecycle lifecycle() {
    Instance nowhere = new Instance("127.0.0.1:1", "idle", "test", "0", Map.of());
    return new ServiceLifecycle(new Idle(), new BrokerWatch(nowhere));
  }

  private final class Idle implements Service {

    @Override
    public String name() {
      return "idle";
    }

    @Override
    public void start(Progress progress) throws InterruptedException {
      progress.is(() -> detail == null ? "waits for a sign" : "waits for a sign: " + detail);
      go.await();
      if (failure instanceof Error error) {
        throw error;
      }
    }

    @Override
    public Optional<String> problem() {
      return Optional.ofNullable(problem);
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
