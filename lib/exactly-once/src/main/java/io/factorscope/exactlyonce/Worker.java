package io.factorscope.exactlyonce;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task on a thread of its own until it is stopped. After any error, an {@link Error} as
 * well, it logs and counts the error, waits a little, and runs the task afresh. (The JVM itself
 * ends on an {@link OutOfMemoryError}.)
 */
public final class Worker implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Worker.class);
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);

  /** What a worker does from one fresh start to the next error. */
  @FunctionalInterface
  public interface Task {

    /**
     * Works until the signal is given, and closes what it has opened. A task that returns earlier
     * is done, and is not run again.
     *
     * @throws Exception if it has to be run afresh
     */
    void run(StopSignal stopping) throws Exception;
  }

  private final String name;
  private final Task task;
  private final Counter restarts;
  private final Duration patience;
  private final Thread thread;
  private final StopSignal stopping = new StopSignal();
  private volatile @Nullable String problem = "has not started";

  /**
   * Does not start yet.
   *
   * @param name of the thread, and in the log
   * @param restarts counts the errors
   * @param patience how long a task may take to end by itself; then it is interrupted
   */
  public Worker(String name, Task task, Counter restarts, Duration patience) {
    this.name = name;
    this.task = task;
    this.restarts = restarts;
    this.patience = patience;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  /** Counts the restarts of a worker that has no other counter for them. */
  public static Counter restarts(MeterRegistry meters, String worker) {
    return Counter.builder("factorscope.worker.restarts")
        .description("Fresh starts of a worker after an error")
        .tag("worker", worker)
        .register(meters);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** The task says that it does what it is there for: until its next error there is no problem. */
  public void works() {
    problem = null;
  }

  /**
   * Why the task does not work, for people: it has not said yet that it {@link #works}, failed, or
   * has ended.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /**
   * Stops: lets the task end by itself, then interrupts it. Waits for the end of the thread, but
   * not for ever.
   */
  @Override
  public void close() {
    stopping.give();
    try {
      if (!ends(patience)) {
        thread.interrupt();
        if (!ends(AFTER_INTERRUPT)) {
          LOG.warnf("%s does not stop; it is left alone", name);
        }
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private boolean ends(Duration limit) throws InterruptedException {
    return thread.getState() == Thread.State.NEW || thread.join(limit);
  }

  private void run() {
    problem = "is starting";
    int attempt = 0;
    while (!stopping.isGiven()) {
      long started = System.nanoTime();
      try {
        task.run(stopping);
        break;
      } catch (Exception | Error e) {
        // A task that lived for a while was sound: its end starts a new row of attempts.
        attempt = System.nanoTime() - started > TimeUnit.MINUTES.toNanos(1) ? 0 : attempt + 1;
        failed(e, Backoff.millis(attempt));
      }
    }
    problem = "is stopped";
  }

  private void failed(Throwable error, long pauseMillis) {
    if (stopping.isGiven()) {
      LOG.debugf(error, "%s was stopped in the middle of its work", name);
      return;
    }
    problem = error.getClass().getSimpleName() + ": " + error.getMessage();
    LOG.errorf(error, "%s starts afresh", name);
    restarts.increment();
    // Only close() ends a worker: any other interrupt was an error like others.
    var unused = Thread.interrupted();
    try {
      stopping.pause(Duration.ofMillis(pauseMillis));
    } catch (InterruptedException e) {
      LOG.debugf("%s was interrupted while it waited for its fresh start", name);
    }
  }
}
