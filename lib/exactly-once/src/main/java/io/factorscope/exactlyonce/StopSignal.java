package io.factorscope.exactlyonce;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Cooperative stop flag; ends pauses early. */
public final class StopSignal {

  private final CountDownLatch given = new CountDownLatch(1);

  /** Sets the flag, for good. */
  public void give() {
    given.countDown();
  }

  public boolean isGiven() {
    return given.getCount() == 0;
  }

  /**
   * Waits, but no longer than until the signal is given.
   *
   * @return whether it is given
   */
  public boolean pause(Duration time) throws InterruptedException {
    return given.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Waits, but no longer than until the signal is given. An interrupt gives it.
   *
   * @return whether it is given
   */
  public boolean await(Duration time) {
    try {
      return pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      give();
      return true;
    }
  }
}
