package io.factorscope.dictionary.learn;

import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads a partition of the evidence from an offset on, committed records only. */
final class EvidenceReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;

  EvidenceReader(Instance instance, String topic, int partition) {
    this.partition = new TopicPartition(topic, partition);
    this.consumer = new KafkaConsumer<>(Clients.reader(instance));
    consumer.assign(List.of(this.partition));
  }

  /** Where the evidence begins that is still there. */
  long beginning() {
    return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  void seek(long offset) {
    consumer.seek(partition, offset);
  }

  List<ConsumerRecord<byte[], byte[]>> poll() {
    return consumer.poll(POLL).records(partition);
  }

  /** How many offsets lie between the read position and the end of what is committed. */
  long behind() {
    return consumer.currentLag(partition).orElseGet(this::asked);
  }

  /** Before the first fetch the consumer does not know. */
  private long asked() {
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    return Math.max(0, end - consumer.position(partition));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
