package io.factorscope.exactlyonce;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits records and the offsets of the step's group in one transaction of Kafka. The group's
 * generation, which goes with the offsets, fences a session that has lost its partitions.
 */
final class KafkaCommit implements Commit {

  private final TransactionalProducer producer;
  private final Consumer<byte[], byte[]> consumer;

  KafkaCommit(TransactionalProducer producer, Consumer<byte[], byte[]> consumer) {
    this.producer = producer;
    this.consumer = consumer;
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> starts(Set<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> starts = new HashMap<>(consumer.committed(partitions));
    starts.values().removeIf(Objects::isNull);
    return starts;
  }

  /** The transaction is open only while it is written: the work was done before. */
  @Override
  public void commit(Transaction transaction) {
    producer.commit(transaction.records(), transaction.offsets(), consumer.groupMetadata());
  }

  @Override
  public void close() {
    producer.close();
  }
}
