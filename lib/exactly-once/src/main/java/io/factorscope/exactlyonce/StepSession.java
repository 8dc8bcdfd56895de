package io.factorscope.exactlyonce;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A step from one fresh start to the next error: a consumer, a producer, and the records that wait
 * between them.
 */
final class StepSession implements AutoCloseable {

  private static final Duration IDLE_POLL = Duration.ofMillis(200);
  private static final long ASK_AGAIN_MILLIS = 100;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final StepSettings settings;
  private final Work work;
  private final StepMetrics metrics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final StepInput input;
  private final StopSignal stopping = new StopSignal();

  StepSession(StepSettings settings, Work work, StepMetrics metrics) {
    this.settings = settings;
    this.work = work;
    this.metrics = metrics;
    this.producer =
        new KafkaProducer<>(
            Clients.producer(
                settings.instance(), settings.instance().transactionalId(settings.inputTopic())));
    try {
      producer.initTransactions();
      this.input = new StepInput(settings);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  void run() {
    while (!stopping.isGiven()) {
      List<ConsumerRecord<byte[], byte[]>> waiting = poll();
      metrics.lag(input.lag());
      input.nextDeleted().ifPresent(this::answer);
      if (!waiting.isEmpty() && !stopping.isGiven()) {
        take(waiting);
      }
    }
  }

  private void take(List<ConsumerRecord<byte[], byte[]>> waiting) {
    int taken = work.take(waiting);
    if (taken == Work.NOT_NOW) {
      stopping.pause(ASK_AGAIN_MILLIS);
    } else {
      step(waiting.subList(0, taken));
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> poll() {
    try {
      return input.poll(IDLE_POLL);
    } catch (WakeupException e) {
      return List.of();
    }
  }

  private void step(List<ConsumerRecord<byte[], byte[]>> records) {
    long started = System.nanoTime();
    Transaction transaction =
        new Transaction(records, settings.instance().label(), settings.deadLetterTopic());
    work.process(List.copyOf(records), transaction);
    commit(transaction);
    input.done(transaction.inputs());
    metrics.committed(transaction, System.nanoTime() - started);
  }

  /**
   * Pressure does not hold this up: it is one small record, and those behind it must wait for it.
   */
  private void answer(DeletedRecords deleted) {
    Transaction transaction =
        new Transaction(deleted, settings.instance().label(), settings.deadLetterTopic());
    work.deleted(deleted, transaction);
    commit(transaction);
    input.answered(deleted);
    metrics.lost(deleted.count());
  }

  /** The transaction is open only while it is written: the work was done before. */
  private void commit(Transaction transaction) {
    producer.beginTransaction();
    for (OutputRecord record : transaction.records()) {
      // A failed send fails the commit: nothing needs this future.
      var unused = producer.send(record.toKafka());
    }
    // Without this, the commit may overtake the records on their way (seen with kafka-clients
    // 4.1.2).
    producer.flush();
    producer.sendOffsetsToTransaction(transaction.offsets(), input.groupMetadata());
    producer.commitTransaction();
  }

  /** May be called by any thread. */
  void stop() {
    stopping.give();
    input.wakeUp();
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
    input.close();
  }
}
