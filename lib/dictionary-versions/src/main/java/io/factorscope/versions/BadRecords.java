package io.factorscope.versions;

import io.factorscope.exactlyonce.BadRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Unreadable records, kept until the owner of their partition writes their dead letters. Bounded in
 * bytes, as a record may be large. Thread-safe.
 */
public final class BadRecords {

  private static final Logger LOG = Logger.getLogger(BadRecords.class);
  private static final long MAX_BYTES = 32 << 20;
  private static final int BYTES_BESIDE_VALUE = 500;

  private final List<Bad> waiting = new ArrayList<>();
  private long bytes;

  /** A record and what is wrong with it. */
  public record Bad(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {}

  /** Keeps a record if there is room; otherwise logs that it will have no dead letter. */
  synchronized void add(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    if (bytes < MAX_BYTES) {
      waiting.add(new Bad(record, reason));
      bytes += bytes(record);
    } else {
      LOG.warnf(
          "No dead letter for %s/%d/%d: %d others wait for theirs",
          record.topic(), record.partition(), record.offset(), waiting.size());
    }
  }

  /** Removes and returns the records of a partition. */
  synchronized List<Bad> take(int partition) {
    List<Bad> taken = waiting.stream().filter(b -> b.record().partition() == partition).toList();
    waiting.removeAll(taken);
    taken.forEach(bad -> bytes -= bytes(bad.record()));
    return taken;
  }

  private static long bytes(ConsumerRecord<byte[], byte[]> record) {
    return BYTES_BESIDE_VALUE + (long) Math.max(0, record.serializedValueSize());
  }
}
