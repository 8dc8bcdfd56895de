package io.factorscope.dictionary.learn;

import io.factorscope.dictionary.versions.VersionLog;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.v1.Evidence;
import io.factorscope.versions.VersionBook;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Reads the evidence of a dictionary, learns, and publishes versions, as long as it is its owner.
 */
public final class LearningLoop {

  private static final Logger LOG = Logger.getLogger(LearningLoop.class);

  private final Instance instance;
  private final TopicSpecs topics;
  private final int partition;
  private final String dictionary;
  private final Retention retention;
  private final LearningMetrics metrics;

  /**
   * @param partition of the evidence
   * @param retention of the atoms of versions
   */
  public LearningLoop(
      Instance instance,
      TopicSpecs topics,
      int partition,
      String dictionary,
      Retention retention,
      LearningMetrics metrics) {
    this.instance = instance;
    this.topics = topics;
    this.partition = partition;
    this.dictionary = dictionary;
    this.retention = retention;
    this.metrics = metrics;
  }

  /**
   * Learns on from the last checkpoint until cancelled.
   *
   * @param book holds all that the log had when this owner took over
   * @throws org.apache.kafka.common.KafkaException if the broker fails, or another owner has taken
   *     over
   */
  public void run(VersionBook book, VersionLog log, BooleanSupplier cancelled) {
    Checkpoints checkpoints =
        new Checkpoints(instance, topics.dictionaryCheckpoints().name(), partition);
    Restart restart = new Restart(book, dictionary, metrics.times());
    try (EvidenceReader reader =
        new EvidenceReader(instance, topics.evidence().name(), partition, metrics)) {
      long beginning = reader.beginning();
      Restart.Start start = restart.from(last(checkpoints, log), beginning);
      try {
        learn(start, reader, publisher(start, reader, checkpoints, book, log), log, cancelled);
      } catch (OtherVersionException e) {
        // Deriving it again would end there for ever. The log says it, and a counter.
        LOG.error("Deriving again what was published", e);
        start = restart.skipping(last(checkpoints, log), beginning, String.valueOf(e.getMessage()));
        learn(start, reader, publisher(start, reader, checkpoints, book, log), log, cancelled);
      }
    } finally {
      metrics.lagUnknown();
    }
  }

  private Optional<Checkpoints.Checkpoint> last(Checkpoints checkpoints, VersionLog log) {
    return checkpoints.last(dictionary, (record, reason) -> deadLetter(log, record, reason));
  }

  /** Puts the reader where learning begins, and says and counts what is passed over. */
  private Publisher publisher(
      Restart.Start start,
      EvidenceReader reader,
      Checkpoints checkpoints,
      VersionBook book,
      VersionLog log) {
    Learning learning = start.learning();
    long next = learning.position().nextOffset();
    if (start.lost() > 0) {
      reader.skip(start.lostFrom(), start.lostFrom() + start.lost());
    }
    reader.seek(next);
    LOG.infof(
        "Learning %s from version %d and evidence %d on",
        dictionary, learning.head().getId().getVersion(), next);
    metrics.seen(learning.state().counts());
    metrics.notDerived(start.notDerived());
    Publisher publisher =
        new Publisher(dictionary, book, log, checkpoints, retention, metrics, learning);
    if (start.isNew()) {
      publisher.checkpoint(learning);
    }
    return publisher;
  }

  private void learn(
      Restart.Start start,
      EvidenceReader reader,
      Publisher publisher,
      VersionLog log,
      BooleanSupplier cancelled) {
    while (!cancelled.getAsBoolean()) {
      metrics.lag(reader.behind());
      metrics.deadLetters(log.deadLettersOfTail());
      read(reader, start.learning(), publisher, log, cancelled);
    }
  }

  private void read(
      EvidenceReader reader,
      Learning learning,
      Publisher publisher,
      VersionLog log,
      BooleanSupplier cancelled) {
    List<ConsumerRecord<byte[], byte[]>> records = reader.poll(!publisher.hasMoreThan(learning));
    if (records.isEmpty()) {
      // What lies between the last record and here are marks of transactions.
      learning.skipTo(reader.position());
      publisher.idle(learning);
    } else {
      publisher.busy();
    }
    for (int i = 0; i < records.size() && !cancelled.getAsBoolean(); i++) {
      metrics.lag(reader.behind() + records.size() - i);
      try {
        accept(records.get(i), learning, publisher);
      } catch (BadRecordException e) {
        metrics.bad();
        deadLetter(log, records.get(i), e);
        learning.skipTo(records.get(i).offset() + 1);
      }
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record, Learning learning, Publisher publisher)
      throws BadRecordException {
    Evidence message = EvidenceRecord.parse(record);
    if (message.getDictionary().getName().equals(dictionary)) {
      learning
          .accept(EvidenceRecord.of(record, message, learning.head()))
          .ifPresent(version -> publisher.publish(version, learning));
    } else {
      learning.skipTo(record.offset() + 1);
    }
    metrics.seen(learning.state().counts());
  }

  private void deadLetter(
      VersionLog log, ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    metrics.deadLetters(log.deadLetter(record, reason) ? 1 : 0);
  }
}
