package io.factorscope.onnx;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long the end of the process waits for an owner to close what it opened. */
final class OwnersTime {
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Duration time = Duration.ZERO;

  void set(Duration max) {
    time = max;
  }

  /** Ends the wait: the owner has closed it. */
  void end() {
    closed.countDown();
  }

  /** Called by the shutdown hook: closes it if the owner does not in time. */
  void closeAfter(Runnable close) {
    try {
      if (!closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        close.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close.run();
    }
  }
}
