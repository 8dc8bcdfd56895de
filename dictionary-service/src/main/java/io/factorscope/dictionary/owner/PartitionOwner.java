package io.factorscope.dictionary.owner;

import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.learn.BadEvidenceException;
import io.factorscope.dictionary.learn.Checkpoint;
import io.factorscope.dictionary.learn.EvidenceInput;
import io.factorscope.dictionary.learn.OtherVersionException;
import io.factorscope.dictionary.learn.Restart;
import io.factorscope.dictionary.learn.WriterSettings;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.v1.Evidence;
import io.factorscope.versions.VersionBook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * The owner of a partition of the evidence, from when it has taken the log over until it lets go:
 * makes version 1 of dictionaries that have none, and hands the evidence to the others.
 */
public final class PartitionOwner implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(PartitionOwner.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final WriterSettings ofWriters;
  private final Duration idle;
  private final VersionBook book;
  private final VersionLog log;
  private final OwnerMetrics metrics;
  private final CheckpointTopic checkpoints;
  private final EvidenceReader reader;
  private final FirstVersions firsts;
  private final Map<String, OwnedDictionary> learned = new TreeMap<>();
  private long busy = System.nanoTime();

  /**
   * @param book holds all that the log had when this owner took over
   * @param log of the partition
   */
  public PartitionOwner(
      Instance instance,
      TopicSpecs topics,
      OwnerSettings settings,
      VersionBook book,
      VersionLog log,
      OwnerMetrics metrics) {
    this.ofWriters = settings.ofWriters(topics.evidence());
    this.idle = settings.idle();
    this.book = book;
    this.log = log;
    this.metrics = metrics;
    this.checkpoints =
        new CheckpointTopic(instance, topics.dictionaryCheckpoints().name(), log.partition());
    this.firsts = new FirstVersions(instance, topics, book, log);
    this.reader = new EvidenceReader(instance, topics.evidence().name(), log.partition(), metrics);
  }

  /**
   * Learns dictionaries of this partition, each on from its last checkpoint, until cancelled.
   * Evidence of others is passed over.
   *
   * @throws org.apache.kafka.common.KafkaException if the broker fails, or another owner has taken
   *     over
   */
  public void run(List<FirstVersionSettings> dictionaries, BooleanSupplier cancelled)
      throws InterruptedException {
    for (FirstVersionSettings dictionary : dictionaries) {
      if (firsts.has(dictionary)) {
        begin(dictionary.dictionary());
      }
    }
    while (!cancelled.getAsBoolean()) {
      metrics.deadLetters(log.deadLettersOfTail());
      firsts.make(learned.isEmpty() ? POLL : Duration.ZERO).forEach(this::begin);
      if (!learned.isEmpty()) {
        read(cancelled);
      }
    }
  }

  private void begin(String dictionary) {
    begin(dictionary, restart(dictionary).from(last(dictionary), reader.beginning()));
  }

  private void begin(String dictionary, Restart.Start start) {
    learned.put(
        dictionary, new OwnedDictionary(versions(dictionary), start, ofWriters, log, metrics));
    // Who has read what lies between passes over it.
    reader.seek(learned.values().stream().mapToLong(OwnedDictionary::next).min().orElseThrow());
  }

  private Restart restart(String dictionary) {
    return new Restart(versions(dictionary));
  }

  private BookedVersions versions(String dictionary) {
    return new BookedVersions(book, dictionary);
  }

  private Optional<Checkpoint> last(String dictionary) {
    return checkpoints.last(dictionary, this::deadLetter);
  }

  private void read(BooleanSupplier cancelled) {
    metrics.lag(reader.behind());
    boolean canSkip = learned.values().stream().noneMatch(OwnedDictionary::derivesAgain);
    List<ConsumerRecord<byte[], byte[]>> records = reader.poll(canSkip);
    if (records.isEmpty()) {
      rest();
    } else {
      busy = System.nanoTime();
    }
    boolean goesOn = true;
    for (int i = 0; i < records.size() && goesOn && !cancelled.getAsBoolean(); i++) {
      metrics.lag(reader.behind() + records.size() - i);
      goesOn = apply(records.get(i));
    }
  }

  private void rest() {
    // What lies between the last record and here are marks of transactions.
    skipTo(reader.position());
    if (System.nanoTime() - busy >= idle.toNanos()) {
      learned.values().forEach(OwnedDictionary::idle);
    }
  }

  private void skipTo(long offset) {
    learned.values().forEach(dictionary -> dictionary.skipTo(offset));
  }

  /** Answers whether the next record can follow: it can't if a dictionary begins elsewhere. */
  private boolean apply(ConsumerRecord<byte[], byte[]> record) {
    try {
      EvidenceInput input = input(record);
      for (Map.Entry<String, OwnedDictionary> dictionary : learned.entrySet()) {
        if (!apply(record, input, dictionary.getKey(), dictionary.getValue())) {
          return false;
        }
      }
    } catch (BadRecordException e) {
      bad(record, e);
      skipTo(record.offset() + 1);
    }
    return true;
  }

  private boolean apply(
      ConsumerRecord<byte[], byte[]> record,
      EvidenceInput input,
      String name,
      OwnedDictionary dictionary) {
    try {
      dictionary.apply(input);
      return true;
    } catch (BadEvidenceException e) {
      bad(record, new BadRecordException(String.valueOf(e.getMessage()), e));
      return true;
    } catch (OtherVersionException e) {
      // Deriving it again would end there for ever. The log says it, and a counter.
      LOG.error("Deriving again what was published", e);
      String why = String.valueOf(e.getMessage());
      begin(name, restart(name).skipping(last(name), reader.beginning(), why));
      return false;
    }
  }

  static EvidenceInput input(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    Evidence message = Headers.parse(record, Evidence.parser(), Evidence.getDefaultInstance());
    return new EvidenceInput(
        record.offset(), record.timestamp(), record.serializedValueSize(), message);
  }

  private void bad(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    metrics.bad();
    deadLetter(record, reason);
  }

  private void deadLetter(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    metrics.deadLetters(log.deadLetter(record, reason) ? 1 : 0);
  }

  @Override
  public void close() {
    metrics.lagUnknown();
    firsts.close();
    reader.close();
  }
}
