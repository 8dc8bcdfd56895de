package io.factorscope.dictionary.first;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.SourceRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads a topic of hidden states from its beginning, without a group, all partitions, committed
 * records only.
 */
final class StatesReader implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(StatesReader.class);

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaConsumer<byte[], byte[]> uncommitted;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private long lastNews = System.nanoTime();

  StatesReader(Instance instance, String topic) {
    this.topic = topic;
    this.consumer = new KafkaConsumer<>(Clients.reader(instance));
    this.uncommitted = new KafkaConsumer<>(Clients.uncommittedReader(instance));
    this.partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    beginnings.putAll(consumer.beginningOffsets(partitions));
    partitions.forEach(
        partition -> consumer.seek(partition, beginnings.getOrDefault(partition, 0L)));
  }

  /**
   * Hands over the batches that have come.
   *
   * @param taken gets each batch and answers whether it wants more
   * @return whether it wants more
   */
  boolean poll(Duration timeout, Predicate<HiddenStateBatch> taken) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      lastNews = System.nanoTime();
      ends.put(new TopicPartition(topic, record.partition()), record.offset() + 1);
      if (!take(record, taken)) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing has come for a while, and no transaction is open that may bring some. */
  boolean isQuiet(Duration patience) {
    if (transactionOpen()) {
      lastNews = System.nanoTime();
    }
    return System.nanoTime() - lastNews > patience.toNanos();
  }

  private static boolean take(
      ConsumerRecord<byte[], byte[]> record, Predicate<HiddenStateBatch> taken) {
    try {
      return taken.test(
          Headers.parse(record, HiddenStateBatch.parser(), HiddenStateBatch.getDefaultInstance()));
    } catch (BadRecordException | RuntimeException e) {
      // Its dead letter is the coder's to write. Whatever it is, it must not stop version 1.
      LOG.debugf(
          "Skipped %s/%d/%d: %s",
          record.topic(), record.partition(), record.offset(), e.getMessage());
      return true;
    }
  }

  private boolean transactionOpen() {
    Map<TopicPartition, Long> stable = consumer.endOffsets(partitions);
    return !stable.equals(uncommitted.endOffsets(partitions));
  }

  /** What was read, not what was fetched. */
  List<SourceRange> ranges() {
    return partitions.stream().filter(ends::containsKey).map(this::range).toList();
  }

  private SourceRange range(TopicPartition partition) {
    return SourceRange.newBuilder()
        .setTopic(topic)
        .setPartition(partition.partition())
        .setFirst(beginnings.getOrDefault(partition, 0L))
        .setEnd(ends.getOrDefault(partition, 0L))
        .build();
  }

  @Override
  public void close() {
    consumer.close();
    uncommitted.close();
  }
}
