package io.factorscope.exactlyonce;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The one writer of something that only one may write. Who opens it fences whoever had it before,
 * and never takes it back by itself: after an error it is closed, and only a new owner opens a new
 * one.
 */
public final class FencedWriter implements AutoCloseable {

  private final Instance instance;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Takes over: aborts what the last owner left open, and fences it.
   *
   * @param transactionalId the same for every instance that may own it
   */
  public FencedWriter(Instance instance, String transactionalId) {
    this.instance = instance;
    this.producer = new KafkaProducer<>(Clients.producer(instance, transactionalId));
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** Where a topic ends now: nobody but this writer moves that any more. */
  public Map<TopicPartition, Long> ends(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Clients.reader(instance))) {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic);
      return consumer.endOffsets(
          partitions.stream().map(info -> new TopicPartition(topic, info.partition())).toList());
    }
  }

  /**
   * Writes records in one transaction.
   *
   * @throws org.apache.kafka.common.KafkaException if they were not written, or if another owner
   *     has taken over
   */
  public void commit(List<OutputRecord> records) {
    commit(records, List.of());
  }

  /** The same, and tombstones after the records. */
  public void commit(List<OutputRecord> records, List<Tombstone> tombstones) {
    begin(records, tombstones);
    producer.commitTransaction();
  }

  /** The same, and a group's offsets with it. */
  void commit(
      List<OutputRecord> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    begin(records, List.of());
    producer.sendOffsetsToTransaction(offsets, group);
    producer.commitTransaction();
  }

  private void begin(List<OutputRecord> records, List<Tombstone> tombstones) {
    producer.beginTransaction();
    records.forEach(record -> send(record.toKafka()));
    tombstones.forEach(tombstone -> send(tombstone.toKafka()));
    // Without this, the commit may overtake the records on their way (seen with kafka-clients
    // 4.1.2).
    producer.flush();
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    // A failed send fails the commit: nothing needs this future.
    var unused = producer.send(record);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
