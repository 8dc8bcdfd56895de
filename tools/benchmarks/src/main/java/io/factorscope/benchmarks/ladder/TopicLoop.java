package io.factorscope.benchmarks.ladder;

import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The committed records of a topic, from beginning to end, over and over. */
final class TopicLoop implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MAX_EMPTY_POLLS = 30;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
  private int rounds;

  TopicLoop(Instance instance, String topic) {
    this.consumer = new KafkaConsumer<>(Clients.reader(instance));
    this.partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** How often the end was reached. */
  int rounds() {
    return rounds;
  }

  /** Whether records wait that were read already. */
  boolean holds() {
    return !waiting.isEmpty();
  }

  /**
   * The records that wait, at least one; the caller {@link #took takes} them from the front.
   *
   * @throws BenchmarkException if the topic gives none
   */
  List<ConsumerRecord<byte[], byte[]>> waiting() {
    fill();
    return new ArrayList<>(waiting);
  }

  /**
   * The next record.
   *
   * @throws BenchmarkException if the topic gives none
   */
  ConsumerRecord<byte[], byte[]> next() {
    fill();
    return waiting.remove();
  }

  private void fill() {
    for (int empty = 0; waiting.isEmpty(); empty++) {
      if (empty > MAX_EMPTY_POLLS) {
        throw new BenchmarkException(partitions + ": no record can be read");
      }
      consumer.poll(PATIENCE).forEach(waiting::add);
      if (isAtEnd()) {
        rounds++;
        consumer.seekToBeginning(partitions);
      }
    }
  }

  private boolean isAtEnd() {
    return partitions.stream()
        .allMatch(partition -> consumer.currentLag(partition).orElse(Long.MAX_VALUE) == 0);
  }

  /** Forgets the first records. */
  void took(int count) {
    for (int i = 0; i < count; i++) {
      waiting.remove();
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
