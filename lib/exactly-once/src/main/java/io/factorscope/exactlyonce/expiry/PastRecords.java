package io.factorscope.exactlyonce.expiry;

import io.factorscope.exactlyonce.TopicOffsets;
import io.factorscope.exactlyonce.backpressure.Readers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteRecordsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** The records of a topic that are past their time and read by all readers. */
final class PastRecords {

  private final String topic;
  private final Duration kept;
  private final Readers readers;
  private final TopicTime time = new TopicTime(System::currentTimeMillis, System::nanoTime);

  PastRecords(String topic, Duration kept, Readers readers) {
    this.topic = topic;
    this.kept = kept;
    this.readers = readers;
  }

  /**
   * Deletes them.
   *
   * @return how many offsets are gone
   */
  long delete(Admin admin) throws ExecutionException, InterruptedException {
    List<TopicPartition> partitions = TopicOffsets.partitions(admin, topic);
    Map<TopicPartition, Long> earliest = TopicOffsets.of(admin, partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> cuts = past(admin, partitions);
    for (Map<TopicPartition, Long> positions : readers.positions(admin).values()) {
      positions.forEach(
          (partition, position) ->
              cuts.computeIfPresent(partition, (_, cut) -> Math.min(cut, position)));
    }
    cuts.entrySet().removeIf(cut -> cut.getValue() <= earliest.getOrDefault(cut.getKey(), 0L));
    return cuts.isEmpty() ? 0 : delete(admin, cuts, earliest);
  }

  /** Of each partition, the offset of the first record that is young enough. */
  private Map<TopicPartition, Long> past(Admin admin, List<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    long now = time.now(TopicOffsets.newest(admin, partitions));
    // Numbers below 0 would ask for something else.
    long oldest = Math.max(0, now - kept.toMillis());
    // Asked for first: what comes after the ends were asked for is not past.
    Map<TopicPartition, Long> ends = TopicOffsets.committed(admin, partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> young =
        TopicOffsets.committed(admin, partitions, OffsetSpec.forTimestamp(oldest));
    Map<TopicPartition, Long> past = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          long first = young.getOrDefault(partition, -1L);
          past.put(partition, first < 0 ? end : Math.min(first, end));
        });
    return past;
  }

  private static long delete(
      Admin admin, Map<TopicPartition, Long> cuts, Map<TopicPartition, Long> earliest)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, RecordsToDelete> asked = new HashMap<>();
    cuts.forEach((partition, cut) -> asked.put(partition, RecordsToDelete.beforeOffset(cut)));
    DeleteRecordsResult deleted = admin.deleteRecords(asked);
    deleted.all().get();
    return cuts.entrySet().stream()
        .mapToLong(cut -> cut.getValue() - earliest.getOrDefault(cut.getKey(), 0L))
        .sum();
  }
}
