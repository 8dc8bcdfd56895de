package io.factorscope.dictionary.owner;

import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Reads a partition of the evidence from an offset on, committed records only. */
final class EvidenceReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private static final Logger LOG = Logger.getLogger(EvidenceReader.class);

  private final TopicPartition partition;
  private final OwnerMetrics metrics;
  private final KafkaConsumer<byte[], byte[]> consumer;

  EvidenceReader(Instance instance, String topic, int partition, OwnerMetrics metrics) {
    this.metrics = metrics;
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

  /**
   * @param canSkip whether learning can go on without what retention deleted before it was read
   * @throws IllegalStateException if it can't, and retention did
   */
  List<ConsumerRecord<byte[], byte[]>> poll(boolean canSkip) {
    try {
      return consumer.poll(POLL).records(partition);
    } catch (OffsetOutOfRangeException e) {
      if (!canSkip) {
        throw new IllegalStateException(
            partition + ": evidence was deleted that versions were to be derived from again", e);
      }
      skip(e.offsetOutOfRangePartitions().getOrDefault(partition, 0L), beginning());
      return List.of();
    }
  }

  /** Goes on where the evidence begins: what was deleted is said and counted. */
  private void skip(long position, long beginning) {
    LOG.errorf(
        "%s: the evidence from offset %d to %d was deleted before it was learned from",
        partition, position, beginning);
    metrics.lost(Math.max(0, beginning - position));
    consumer.seek(partition, beginning);
  }

  /** The offset that is read next. */
  long position() {
    return consumer.position(partition);
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
