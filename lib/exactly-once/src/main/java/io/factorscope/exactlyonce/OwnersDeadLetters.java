package io.factorscope.exactlyonce;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The dead letters of an owner that reads partitions without a group, from wherever its state says,
 * and so meets the same bad record again after a restart. How far letters were written is kept as a
 * group's offset, committed with the letter: each bad record has one letter, whoever owns it then.
 * Not thread-safe.
 */
public final class OwnersDeadLetters implements AutoCloseable {

  private final TransactionalProducer producer;
  private final String topic;
  private final String service;
  private final KafkaConsumer<byte[], byte[]> group;
  private final Map<TopicPartition, Long> written = new HashMap<>();

  /**
   * @param producer of the owner: who lost the ownership writes no letter either
   * @param topic of dead letters
   * @param group keeps how far letters were written; nobody subscribes to it
   */
  public OwnersDeadLetters(
      Instance instance, TransactionalProducer producer, String topic, String group) {
    this.producer = producer;
    this.topic = topic;
    this.service = instance.label();
    Properties settings = Clients.reader(instance);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    this.group = new KafkaConsumer<>(settings);
  }

  /**
   * Writes a record's letter, unless it has one.
   *
   * @param record its partition's bad records come in the order of their offsets
   * @return whether it had none
   * @throws org.apache.kafka.common.KafkaException if it was not written
   */
  public boolean put(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (record.offset() < written.computeIfAbsent(partition, this::committed)) {
      return false;
    }
    long next = record.offset() + 1;
    producer.commit(
        List.of(DeadLetters.record(topic, record, reason, service)),
        Map.of(partition, new OffsetAndMetadata(next)),
        group.groupMetadata());
    written.put(partition, next);
    return true;
  }

  private long committed(TopicPartition partition) {
    OffsetAndMetadata offset = group.committed(Set.of(partition)).get(partition);
    return offset == null ? 0 : offset.offset();
  }

  @Override
  public void close() {
    group.close();
  }
}
