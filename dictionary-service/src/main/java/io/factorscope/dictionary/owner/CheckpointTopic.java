package io.factorscope.dictionary.owner;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.factorscope.dictionary.learn.Checkpoint;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.v1.LearnerCheckpoint;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Checkpoints as records of their topic: one in parts, all in one transaction. */
final class CheckpointTopic {

  private static final Logger LOG = Logger.getLogger(CheckpointTopic.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Instance instance;
  private final TopicPartition partition;

  CheckpointTopic(Instance instance, String topic, int partition) {
    this.instance = instance;
    this.partition = new TopicPartition(topic, partition);
  }

  /** A checkpoint's parts as records. */
  static List<OutputRecord> records(List<LearnerCheckpoint> parts, String topic, int partition) {
    return parts.stream()
        .map(
            part ->
                new OutputRecord(
                    topic, partition, key(part.getDictionary(), part.getPart()), part, 0))
        .toList();
  }

  /**
   * The last checkpoint of a dictionary's learner; empty if there is none that can be used.
   *
   * @param bad gets what can't be read; learning goes on from what can
   */
  Optional<Checkpoint> last(
      String dictionary, BiConsumer<ConsumerRecord<byte[], byte[]>, BadRecordException> bad) {
    NavigableMap<Integer, LearnerCheckpoint> parts = new TreeMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Clients.reader(instance))) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          add(record, dictionary, parts, bad);
        }
      }
    }
    return whole(parts).flatMap(CheckpointTopic::read);
  }

  private static void add(
      ConsumerRecord<byte[], byte[]> record,
      String dictionary,
      NavigableMap<Integer, LearnerCheckpoint> parts,
      BiConsumer<ConsumerRecord<byte[], byte[]>, BadRecordException> bad) {
    try {
      LearnerCheckpoint part =
          Headers.parse(record, LearnerCheckpoint.parser(), LearnerCheckpoint.getDefaultInstance());
      requireKey(record, key(part.getDictionary(), part.getPart()));
      if (part.getPart() < 0 || part.getNextEvidence() < 0) {
        throw new BadRecordException(
            "part: is %d, next_evidence: is %d; neither may be negative"
                .formatted(part.getPart(), part.getNextEvidence()));
      }
      if (part.getDictionary().equals(dictionary)) {
        parts.put(part.getPart(), part);
      }
    } catch (BadRecordException e) {
      bad.accept(record, e);
    }
  }

  private static void requireKey(ConsumerRecord<byte[], byte[]> record, String expected)
      throws BadRecordException {
    String key = record.key() == null ? "missing" : new String(record.key(), UTF_8);
    if (!key.equals(expected)) {
      throw new BadRecordException("key: is " + key + ", must be " + expected);
    }
  }

  private static String key(String dictionary, int part) {
    return dictionary + "/" + part;
  }

  /** A later, smaller state leaves parts of an earlier one behind it. */
  private static Optional<List<LearnerCheckpoint>> whole(
      NavigableMap<Integer, LearnerCheckpoint> parts) {
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    LearnerCheckpoint first = parts.firstEntry().getValue();
    List<LearnerCheckpoint> whole = List.copyOf(parts.headMap(first.getParts()).values());
    if (whole.size() == first.getParts()
        && whole.stream().allMatch(part -> belongTogether(part, first))) {
      return Optional.of(whole);
    }
    LOG.errorf(
        "The checkpoint of %s is not whole (%d of %d parts): learning goes on without it",
        first.getDictionary(), whole.size(), first.getParts());
    return Optional.empty();
  }

  private static Optional<Checkpoint> read(List<LearnerCheckpoint> parts) {
    try {
      return Optional.of(Checkpoint.read(parts));
    } catch (IllegalArgumentException e) {
      LOG.errorf(
          "The checkpoint of %s can't be read (%s): learning goes on without it",
          parts.getFirst().getDictionary(), e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean belongTogether(LearnerCheckpoint part, LearnerCheckpoint first) {
    return part.getParts() == first.getParts()
        && part.getVersion() == first.getVersion()
        && part.getLearnerRules() == first.getLearnerRules()
        && part.getNextEvidence() == first.getNextEvidence();
  }
}
