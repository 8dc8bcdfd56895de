package io.factorscope.exactlyonce;

import java.time.Duration;
import java.util.Optional;

/**
 * One step of the stream, on a thread of its own: polls, works, commits, for ever.
 *
 * <p>After any error the step forgets what it holds, waits a little, and starts afresh from the
 * committed offsets with a new {@link Commit}, which fences and aborts whatever the old one left.
 */
public final class TransactionalStep implements AutoCloseable {

  /** More than any transaction takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final StepSettings settings;
  private final Commit.Opener commits;
  private final Work work;
  private final StepMetrics metrics;
  private final Worker worker;

  /** A step that commits to Kafka. */
  public TransactionalStep(
      Instance instance,
      String group,
      String inputTopic,
      Work work,
      StepMetrics metrics,
      TopicNames topics) {
    this(
        instance,
        group,
        inputTopic,
        work,
        metrics,
        topics,
        consumer ->
            new KafkaCommit(
                new TransactionalProducer(instance, instance.transactionalId(inputTopic)),
                consumer));
  }

  /** A step that commits to where {@code commits} say. */
  public TransactionalStep(
      Instance instance,
      String group,
      String inputTopic,
      Work work,
      StepMetrics metrics,
      TopicNames topics,
      Commit.Opener commits) {
    this.settings = new StepSettings(instance, group, inputTopic, topics.deadLetters());
    this.commits = commits;
    this.work = work;
    this.metrics = metrics;
    this.worker = new Worker("step-" + inputTopic, this::run, metrics.restarts(), PATIENCE);
  }

  /** Starts reading. */
  public void start() {
    worker.start();
  }

  /** Whether the step works. */
  public boolean ready() {
    return problem().isEmpty();
  }

  /** Why the step does not work, for people. */
  public Optional<String> problem() {
    return worker.problem();
  }

  /** Finishes the transaction under way and stops. */
  @Override
  public void close() {
    worker.close();
  }

  private void run(StopSignal stopping) throws InterruptedException {
    try (StepSession session = new StepSession(settings, commits, work, metrics)) {
      worker.works();
      session.run(stopping);
    }
  }
}
