package io.factorscope.exactlyonce;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes records in transactions, each all or nothing. Opening one fences whoever had the same
 * transactional id before, and aborts what that one left open. It never takes the id back by
 * itself: after an error it can only be closed, and whoever wants to go on opens a new one. Not
 * thread-safe.
 */
public final class TransactionalProducer implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaProducer<byte[], byte[]> producer;
  private boolean failed;

  /**
   * Opens one.
   *
   * @param transactionalId the same for every instance that may write the same
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer
   */
  public TransactionalProducer(Instance instance, String transactionalId) {
    this.producer = new KafkaProducer<>(Clients.producer(instance, transactionalId));
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Writes records in one transaction.
   *
   * @return where each record lies, in order
   * @throws org.apache.kafka.common.KafkaException if they were not written, or if another instance
   *     has taken over
   */
  public List<RecordPosition> commit(List<OutputRecord> records) {
    return commit(records, List.of());
  }

  /** The same, and tombstones after the records. */
  public List<RecordPosition> commit(List<OutputRecord> records, List<Tombstone> tombstones) {
    return commit(records, tombstones, () -> {});
  }

  /** The same, and a group's offsets with the records. */
  List<RecordPosition> commit(
      List<OutputRecord> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    return commit(records, List.of(), () -> producer.sendOffsetsToTransaction(offsets, group));
  }

  private List<RecordPosition> commit(
      List<OutputRecord> records, List<Tombstone> tombstones, Runnable offsets) {
    try {
      producer.beginTransaction();
      List<Future<RecordMetadata>> sent =
          records.stream().map(record -> producer.send(record.toKafka())).toList();
      for (Tombstone tombstone : tombstones) {
        // A failed send fails the commit: nothing needs this future.
        var unused = producer.send(tombstone.toKafka());
      }
      // Without this, the commit may overtake the records on their way (seen with kafka-clients
      // 4.1.2).
      producer.flush();
      offsets.run();
      producer.commitTransaction();
      return sent.stream().map(TransactionalProducer::position).toList();
    } catch (RuntimeException | Error e) {
      failed = true;
      throw e;
    }
  }

  private static RecordPosition position(Future<RecordMetadata> sent) {
    RecordMetadata metadata = sent.resultNow();
    return new RecordPosition(metadata.partition(), metadata.offset());
  }

  /** After an error at once: the next one aborts what this one may have left. */
  @Override
  public void close() {
    producer.close(failed ? Duration.ZERO : CLOSE_TIMEOUT);
  }
}
