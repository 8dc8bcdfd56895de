package io.factorscope.exactlyonce;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One step of the stream, on a thread of its own: polls, works, commits, for ever.
 *
 * <p>After any error the step forgets what it holds, waits a little, and starts afresh from the
 * committed offsets with a new producer, whose {@code initTransactions} fences and aborts whatever
 * the old one left.
 */
public final class TransactionalStep implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TransactionalStep.class);
  private static final long CLOSE_SECONDS = 30;

  private final StepSettings settings;
  private final Work work;
  private final StepMetrics metrics;
  private final Thread thread;
  private final StopSignal stopping = new StopSignal();
  private final AtomicReference<@Nullable StepSession> session = new AtomicReference<>();
  private volatile @Nullable String problem = "has not started";

  public TransactionalStep(
      Instance instance,
      String group,
      String inputTopic,
      Work work,
      StepMetrics metrics,
      TopicNames topics) {
    this.settings = new StepSettings(instance, group, inputTopic, topics.deadLetters());
    this.work = work;
    this.metrics = metrics;
    this.thread = Thread.ofPlatform().name("step-" + inputTopic).unstarted(this::run);
  }

  /** Starts reading. */
  public void start() {
    thread.start();
  }

  /** Whether the step is in its group and works. */
  public boolean ready() {
    return problem == null && thread.isAlive();
  }

  /** Why the step does not work, for people. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Finishes the transaction under way and stops. */
  @Override
  public void close() {
    stopping.give();
    StepSession current = session.get();
    if (current != null) {
      current.stop();
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    problem = "is stopped";
  }

  private void run() {
    int attempt = 0;
    while (!stopping.isGiven()) {
      long started = System.nanoTime();
      try (StepSession current = new StepSession(settings, work, metrics)) {
        session.set(current);
        if (stopping.isGiven()) {
          return;
        }
        problem = null;
        current.run();
        return;
      } catch (RuntimeException | Error e) {
        problem = e.getClass().getSimpleName() + ": " + e.getMessage();
        // A session that lived for a while was sound: its end starts a new row of attempts.
        attempt = System.nanoTime() - started > TimeUnit.MINUTES.toNanos(1) ? 0 : attempt + 1;
        LOG.errorf(e, "Step %s starts afresh from its committed offsets", settings.inputTopic());
        metrics.restarted();
        stopping.pause(Backoff.millis(attempt));
      } finally {
        session.set(null);
      }
    }
  }
}
