package io.factorscope.dictionary.versions;

import io.factorscope.exactlyonce.BadRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Records that could not be read, until the owner of their partition writes their dead letters.
 * Bounded, as every record may be large. Thread-safe.
 */
final class BadRecords {

  private static final Logger LOG = Logger.getLogger(BadRecords.class);
  private static final int MOST = 64;

  private final List<Bad> waiting = new ArrayList<>();

  /** A record and what is wrong with it. */
  record Bad(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {}

  synchronized void add(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    if (waiting.size() < MOST) {
      waiting.add(new Bad(record, reason));
    } else {
      LOG.warnf(
          "No dead letter for %s/%d/%d: %d others wait for theirs",
          record.topic(), record.partition(), record.offset(), MOST);
    }
  }

  synchronized List<Bad> take(int partition) {
    List<Bad> taken = waiting.stream().filter(b -> b.record().partition() == partition).toList();
    waiting.removeAll(taken);
    return taken;
  }
}
