package io.factorscope.exactlyonce;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A step from one fresh start to the next error: what it reads, the records that wait, and where it
 * commits.
 */
final class StepSession implements AutoCloseable {

  private static final Duration IDLE_POLL = Duration.ofMillis(200);
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  private final StepSettings settings;
  private final Work work;
  private final StepMetrics metrics;
  private final StepInput input;
  private final Commit commit;

  /** Fences the last session of the same instance, then joins the group. */
  StepSession(StepSettings settings, Commit.Opener commits, Work work, StepMetrics metrics) {
    this.settings = settings;
    this.work = work;
    this.metrics = metrics;
    this.input = new StepInput(settings);
    try {
      this.commit = commits.open(input.consumer());
    } catch (RuntimeException | Error e) {
      input.close();
      throw e;
    }
    input.subscribe(settings.inputTopic(), commit);
  }

  void run(StopSignal stopping) throws InterruptedException {
    while (!stopping.isGiven()) {
      List<ConsumerRecord<byte[], byte[]>> waiting = input.poll(IDLE_POLL);
      metrics.lag(input.lag());
      input.nextDeleted().ifPresent(this::answer);
      if (!waiting.isEmpty() && !stopping.isGiven() && !take(waiting)) {
        stopping.pause(ASK_AGAIN);
      }
    }
  }

  /** Says whether the work was ready for any of them. */
  private boolean take(List<ConsumerRecord<byte[], byte[]>> waiting) {
    int taken = work.take(waiting);
    if (taken == Work.NOT_NOW) {
      return false;
    }
    step(waiting.subList(0, taken));
    return true;
  }

  private void step(List<ConsumerRecord<byte[], byte[]>> records) {
    long started = System.nanoTime();
    Transaction transaction =
        new Transaction(records, settings.instance().label(), settings.deadLetterTopic());
    work.process(List.copyOf(records), transaction);
    commit.commit(transaction);
    input.done(transaction.inputs());
    metrics.committed(transaction, System.nanoTime() - started);
  }

  /**
   * Backpressure does not hold this up: it is one small record, and those behind it must wait for
   * it.
   */
  private void answer(DeletedRecords deleted) {
    Transaction transaction =
        new Transaction(deleted, settings.instance().label(), settings.deadLetterTopic());
    work.deleted(deleted, transaction);
    commit.commit(transaction);
    input.answered(deleted);
    metrics.lost(deleted.count());
  }

  @Override
  public void close() {
    try (input) {
      commit.close();
    }
  }
}
