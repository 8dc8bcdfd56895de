package io.factorscope.local;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a child running: starts it again when it has died, until it is told to stop. A child that
 * dies again and again and never was ready is given up: then something is wrong that no restart
 * mends.
 */
public final class Keeper {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final double MILLIS_PER_SECOND = 1e3;

  private final RestartRule rule;
  private final Supplier<ChildProcess> start;
  private final Runnable started;
  private final Consumer<String> tell;
  private final CountDownLatch noLonger = new CountDownLatch(1);
  private volatile ChildProcess child;
  private volatile boolean ready;
  private volatile @Nullable MachineException failure;
  private @Nullable Thread thread;
  private int attempt;

  /**
   * A keeper that does not watch yet.
   *
   * @param child that runs
   * @param start starts it again
   * @param started run after each start
   * @param tell takes a line about each death
   */
  public Keeper(
      RestartRule rule,
      ChildProcess child,
      Supplier<ChildProcess> start,
      Runnable started,
      Consumer<String> tell) {
    this.rule = rule;
    this.child = child;
    this.start = start;
    this.started = started;
    this.tell = tell;
  }

  /** Begins to watch the child. */
  public void watch() {
    thread = Thread.ofPlatform().name("keeper-" + child.name()).daemon().start(this::run);
  }

  /** The child's present process, which may have ended. */
  public ChildProcess child() {
    return child;
  }

  /** Records that the child works: from now on it is never given up. */
  public void ready() {
    ready = true;
  }

  /**
   * Checks that the child runs, or will run again.
   *
   * @throws MachineException with the end of its log, if it was given up
   */
  public void requireKept() {
    MachineException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  /** From now on the child is not started again: the stop has begun, and may reach it first. */
  public void keepNoLonger() {
    noLonger.countDown();
  }

  /** Stops the child for good: in order, and by force when it takes longer than the patience. */
  public void stop(Duration patience) {
    keepNoLonger();
    join();
    child.stop(patience);
  }

  private void join() {
    if (thread == null) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long since = System.nanoTime();
    while (failure == null && !isOverAfter(POLL)) {
      if (!child.isAlive()) {
        attempt = rule.attemptAfter(attempt, Duration.ofNanos(System.nanoTime() - since));
        revive();
        since = System.nanoTime();
      }
    }
  }

  private void revive() {
    if (!ready && attempt >= rule.maxDeathsBeforeReady()) {
      failure = child.death("; it died " + attempt + " times and never was ready");
      return;
    }
    // A signal to all processes at once may reach the child first: that is a stop, and no death.
    if (isOverAfter(rule.firstPause())) {
      return;
    }
    Duration pause = rule.pause(attempt);
    tell.accept(line(pause));
    if (!isOverAfter(pause.minus(rule.firstPause()))) {
      startAgain();
    }
  }

  /** Waits, and says whether the keeping has ended; an interrupt ends it, too. */
  private boolean isOverAfter(Duration time) {
    try {
      return noLonger.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void startAgain() {
    try {
      child = start.get();
      started.run();
    } catch (MachineException e) {
      tell.accept(String.valueOf(e.getMessage()));
    }
  }

  private String line(Duration pause) {
    return String.format(
        Locale.ROOT,
        "%s ended with status %d; starting it again after %.1f s, attempt %d; its log: %s",
        child.name(),
        child.status(),
        pause.toMillis() / MILLIS_PER_SECOND,
        attempt,
        child.log());
  }
}
