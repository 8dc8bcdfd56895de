package io.factorscope.standalone.machine;

import io.factorscope.local.MachineException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a child running: starts it again when it has died, until it is told to stop. A child that
 * dies again and again and never was ready is given up: then something is wrong that no restart
 * mends.
 */
final class Keeper {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final double MILLIS_PER_SECOND = 1e3;

  private final RestartRule rule;
  private final Supplier<ChildProcess> start;
  private final Runnable started;
  private final Consumer<String> tell;
  private final StopSignal stop;
  private volatile ChildProcess child;
  private volatile boolean ready;
  private volatile @Nullable MachineException failure;
  private @Nullable Thread thread;
  private int attempt;

  /**
   * A keeper that does not look yet.
   *
   * @param child that runs
   * @param start starts it again
   * @param started run after each start
   * @param stop given when nothing is to be started again
   * @param tell takes a line about each death
   */
  Keeper(
      RestartRule rule,
      ChildProcess child,
      Supplier<ChildProcess> start,
      Runnable started,
      StopSignal stop,
      Consumer<String> tell) {
    this.rule = rule;
    this.child = child;
    this.start = start;
    this.started = started;
    this.stop = stop;
    this.tell = tell;
  }

  /** Looks after the child from now on. */
  void watch() {
    thread = Thread.ofPlatform().name("keeper-" + child.name()).daemon().start(this::run);
  }

  /** The child's present process, which may have ended. */
  ChildProcess child() {
    return child;
  }

  /** The child works: from now on it is never given up. */
  void ready() {
    ready = true;
  }

  /**
   * Does nothing while the child runs, or will run again.
   *
   * @throws MachineException with the end of its log, if it was given up
   */
  void requireKept() {
    MachineException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  /**
   * Gives the stop signal, and stops the child: in order, and by force when it takes longer than
   * the patience.
   */
  void stop(Duration patience) {
    stop.give();
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
    while (failure == null && !stop.await(POLL)) {
      if (!child.isAlive()) {
        attempt = rule.attemptAfter(attempt, Duration.ofNanos(System.nanoTime() - since));
        revive();
        since = System.nanoTime();
      }
    }
  }

  private void revive() {
    if (!ready && attempt >= rule.mostDeathsBeforeReady()) {
      failure = child.death("; it died " + attempt + " times and never was ready");
      return;
    }
    // A signal to all processes at once may reach the child first: that is a stop, and no death.
    if (stop.await(rule.firstPause())) {
      return;
    }
    Duration pause = rule.pause(attempt);
    tell.accept(line(pause));
    if (!stop.await(pause.minus(rule.firstPause()))) {
      startAgain();
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
