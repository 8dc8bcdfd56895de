package io.factorscope.dictionary.learn;

import io.factorscope.dictionary.versions.NewVersion;
import io.factorscope.dictionary.versions.VersionBook;
import io.factorscope.dictionary.versions.VersionLog;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.VersionHeader;
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
  private static final String LIVE = "live";
  private static final long CHECKPOINT_MILLIS = 30_000;

  private final String dictionary;
  private final VersionBook book;
  private final VersionLog log;
  private final LearningMetrics metrics;
  private final Checkpoints checkpoints;
  private final EvidenceReader reader;
  private final Learning learning;
  private long checkpointTime = Long.MIN_VALUE / 2;

  private LearningLoop(
      String dictionary,
      VersionBook book,
      VersionLog log,
      LearningMetrics metrics,
      Checkpoints checkpoints,
      EvidenceReader reader,
      Learning learning) {
    this.dictionary = dictionary;
    this.book = book;
    this.log = log;
    this.metrics = metrics;
    this.checkpoints = checkpoints;
    this.reader = reader;
    this.learning = learning;
  }

  /**
   * Learns on from the last checkpoint until cancelled.
   *
   * @param book holds all that the log had when this owner took over
   */
  public static void run(
      Instance instance,
      TopicSpecs topics,
      int partition,
      String dictionary,
      VersionBook book,
      VersionLog log,
      LearningMetrics metrics,
      BooleanSupplier cancelled) {
    Checkpoints checkpoints =
        new Checkpoints(instance, topics.dictionaryCheckpoints().name(), partition);
    try (EvidenceReader reader =
        new EvidenceReader(instance, topics.evidence().name(), partition)) {
      Learning learning =
          new Restart(book, dictionary).from(checkpoints.last(dictionary), reader.beginning());
      reader.seek(learning.nextOffset());
      LOG.infof(
          "Learning %s from version %d and evidence %d on",
          dictionary, learning.head().getId().getVersion(), learning.nextOffset());
      new LearningLoop(dictionary, book, log, metrics, checkpoints, reader, learning)
          .run(cancelled);
    }
  }

  private void run(BooleanSupplier cancelled) {
    while (!cancelled.getAsBoolean()) {
      List<ConsumerRecord<byte[], byte[]>> records = reader.poll();
      for (int i = 0; i < records.size() && !cancelled.getAsBoolean(); i++) {
        metrics.lag(reader.behind() + records.size() - i);
        accept(records.get(i));
      }
      metrics.lag(reader.behind());
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    try {
      Evidence message = EvidenceRecord.parse(record);
      if (message.getDictionary().getName().equals(dictionary)) {
        EvidenceRecord evidence = EvidenceRecord.of(record, message, learning.head());
        learning.accept(evidence).ifPresent(this::publish);
      } else {
        learning.skip(record.offset());
      }
      metrics.seen(learning.state().counts());
    } catch (BadRecordException e) {
      LOG.warnf("Not learned from evidence %d: %s", record.offset(), e.getMessage());
      metrics.bad();
      learning.skip(record.offset());
    }
  }

  /** Publishes a version, or finds that it was published before the restart. */
  private void publish(NewVersion version) {
    long number = version.header().getId().getVersion();
    Optional<VersionHeader> before = book.header(dictionary, number);
    if (before.isPresent()) {
      requireSame(before.get(), version.header());
      learning.follow(before.get());
    } else {
      learning.follow(version.header());
      commit(version);
    }
    metrics.version(learning.head());
  }

  private void commit(NewVersion version) {
    boolean due = learning.streamTime() - checkpointTime >= CHECKPOINT_MILLIS;
    List<OutputRecord> checkpoint = due ? checkpoints.records(learning) : List.of();
    boolean passes = version.header().getRefused().isEmpty();
    log.commit(version, passes ? Optional.of(LIVE) : Optional.empty(), checkpoint);
    if (due) {
      checkpointTime = learning.streamTime();
    }
    LOG.infof(
        "Version %d of %s: %d vectors learned, explained variance %.4f on %d held-out vectors%s",
        version.header().getId().getVersion(),
        dictionary,
        version.header().getUpdate().getLearned(),
        version.header().getMetrics().getExplainedVariance(),
        version.header().getMetrics().getHeldOut(),
        passes ? "" : "; not used: " + version.header().getRefused());
  }

  private void requireSame(VersionHeader published, VersionHeader derived) {
    if (!published.getId().equals(derived.getId())) {
      throw new IllegalStateException(
          "version %d of %s can't be derived again from its evidence: published %s, derived %s"
              .formatted(
                  derived.getId().getVersion(),
                  dictionary,
                  published.getId().getContentHash(),
                  derived.getId().getContentHash()));
    }
  }
}
