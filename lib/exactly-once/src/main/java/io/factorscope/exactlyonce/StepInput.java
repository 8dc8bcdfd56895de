package io.factorscope.exactlyonce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The input of a step: records that were fetched and wait for their turn, in the order of their
 * partitions. Bounded: when enough wait, fetching pauses.
 */
final class StepInput implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(StepInput.class);
  private static final long MAX_BYTES = 24L << 20;

  /** What a record takes beside its key and value, so that very many small ones are few enough. */
  private static final int RECORD_BYTES = 256;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<ConsumerRecord<byte[], byte[]>> waiting = new ArrayList<>();
  private final Map<TopicPartition, DeletedRecords> deleted = new HashMap<>();

  StepInput(StepSettings settings) {
    this.consumer = new KafkaConsumer<>(Clients.member(settings.instance(), settings.group()));
  }

  /** Joins the group. What it is assigned is read from where the commit says. */
  void subscribe(String topic, Commit commit) {
    consumer.subscribe(List.of(topic), new Rebalance(commit));
  }

  /**
   * Fetches if there is room, and answers all that waits. Waits itself only when nothing else does.
   */
  List<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
    if (bytes() >= MAX_BYTES) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
      consumer.pause(deleted.keySet());
    }
    try {
      consumer.poll(waiting.isEmpty() ? timeout : Duration.ZERO).forEach(waiting::add);
    } catch (OffsetOutOfRangeException e) {
      meetDeleted(e.offsetOutOfRangePartitions());
    }
    return waiting;
  }

  /** Deleted records whose turn has come: all that was read before them is answered. */
  Optional<DeletedRecords> nextDeleted() {
    return deleted.values().stream()
        .filter(range -> waiting.stream().noneMatch(record -> isIn(range.partition(), record)))
        .findFirst();
  }

  /** That they were deleted is committed: their partition goes on behind them. */
  void answered(DeletedRecords range) {
    deleted.remove(range.partition());
  }

  /** The first records are committed: forgets them. */
  void done(int records) {
    waiting.subList(0, records).clear();
  }

  /** Records behind the end of the input: fetched and not. */
  long lag() {
    long lag = waiting.size();
    for (TopicPartition partition : consumer.assignment()) {
      lag += consumer.currentLag(partition).orElse(0);
    }
    return lag;
  }

  Consumer<byte[], byte[]> consumer() {
    return consumer;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
  }

  private long bytes() {
    return waiting.stream().mapToLong(StepInput::bytes).sum();
  }

  /** An absent key or value has the size -1. */
  private static long bytes(ConsumerRecord<byte[], byte[]> record) {
    return RECORD_BYTES
        + Math.max(0, record.serializedKeySize())
        + Math.max(0, record.serializedValueSize());
  }

  /**
   * What was not read was deleted: said, counted and answered, never a silent jump. Its partition
   * is not fetched from before that is committed.
   */
  private void meetDeleted(Map<TopicPartition, Long> outOfRange) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(outOfRange.keySet());
    outOfRange.forEach(
        (partition, position) -> {
          long beginning = beginnings.getOrDefault(partition, position);
          if (position > beginning) {
            skipMissingEnd(partition, position);
            return;
          }
          consumer.seek(partition, beginning);
          if (position < beginning) {
            DeletedRecords range = new DeletedRecords(partition, position, beginning);
            LOG.error(range.text());
            deleted.put(partition, range);
          }
        });
  }

  /** The broker has lost the end of its log, which was answered: what comes in its place is new. */
  private void skipMissingEnd(TopicPartition partition, long position) {
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, position);
    LOG.errorf(
        "%s: the log ends at offset %d, but was read up to %d; going on at its end",
        partition, end, position);
    consumer.seek(partition, Math.min(position, end));
  }

  private static boolean isIn(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    return record.partition() == partition.partition() && record.topic().equals(partition.topic());
  }

  private final class Rebalance implements ConsumerRebalanceListener {

    private final Commit commit;

    Rebalance(Commit commit) {
      this.commit = commit;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      waiting.removeIf(record -> partitions.stream().anyMatch(lost -> isIn(lost, record)));
      // Not answered: whoever gets the partition meets it at the committed offset.
      deleted.keySet().removeAll(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> starts = commit.starts(Set.copyOf(partitions));
      starts.forEach(consumer::seek);
      // Only what never was read here starts at the beginning by itself.
      Set<TopicPartition> fresh = new HashSet<>(partitions);
      fresh.removeAll(starts.keySet());
      // Trap: given no partition at all, seekToBeginning takes that for every partition.
      if (!fresh.isEmpty()) {
        consumer.seekToBeginning(fresh);
      }
    }
  }
}
