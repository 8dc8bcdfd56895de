package io.factorscope.exactlyonce;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a thread that works for ever to end, also while it pauses. */
public final class StopSignal {

  private final CountDownLatch given = new CountDownLatch(1);

  public void give() {
    given.countDown();
  }

  public boolean isGiven() {
    return given.getCount() == 0;
  }

  /** Waits, but no longer than until the signal is given. An interrupt gives it. */
  public void pause(long millis) {
    try {
      // Why the waiting ended is for isGiven() to say.
      var unused = given.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      give();
    }
  }

  /** Waits as {@link #pause} does, and says whether the signal was given. */
  public boolean await(Duration time) {
    pause(time.toMillis());
    return isGiven();
  }
}
