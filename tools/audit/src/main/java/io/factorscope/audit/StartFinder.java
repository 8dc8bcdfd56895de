package io.factorscope.audit;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.NoVectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds where each partition's audit begins: where the last one has ended, or at the lowest
 * document that retention has left whole in all topics.
 */
final class StartFinder {

  private static final Duration FIRST_RECORD_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final AuditedTopics topics;
  private final Map<TopicPartition, Long> beginnings;
  private final Map<TopicPartition, Long> ends;

  /**
   * Asks for what the topics hold now.
   *
   * @param partitions of all topics
   */
  StartFinder(
      Consumer<byte[], byte[]> consumer,
      AuditedTopics topics,
      Collection<TopicPartition> partitions) {
    this.consumer = consumer;
    this.topics = topics;
    this.beginnings = consumer.beginningOffsets(partitions);
    this.ends = consumer.endOffsets(partitions);
  }

  /**
   * Finds the start; the consumer's assignment is another afterwards.
   *
   * @param partitions of texts
   * @param checkpoint of the last audit; null for none
   * @throws AuditException if a topic holds something that is not of the stream
   */
  AuditStart find(int partitions, @Nullable AuditCheckpoint checkpoint) {
    Map<TopicPartition, Long> positions = new HashMap<>(beginnings);
    List<PartitionStart> starts = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      if (checkpoint != null && isUsable(checkpoint, p)) {
        starts.add(resume(checkpoint, p, positions));
      } else {
        starts.add(firstWhole(p));
      }
      note(starts.getLast(), p, notes);
    }
    return new AuditStart(positions, starts, notes);
  }

  /** Not if it is of another stream, or retention has passed it, or the topics were made anew. */
  private boolean isUsable(AuditCheckpoint checkpoint, int p) {
    return checkpoint.dictionary().equals(topics.dictionary())
        && streams(p).stream().allMatch(partition -> isWithin(checkpoint, partition));
  }

  private boolean isWithin(AuditCheckpoint checkpoint, TopicPartition partition) {
    Long position = checkpoint.position(partition.topic(), partition.partition());
    return position != null
        && position >= offset(beginnings, partition)
        && position <= offset(ends, partition);
  }

  private PartitionStart resume(
      AuditCheckpoint checkpoint, int p, Map<TopicPartition, Long> positions) {
    positions.replaceAll(
        (partition, begin) -> {
          Long position =
              partition.partition() == p ? checkpoint.position(partition.topic(), p) : null;
          return position == null ? begin : Long.valueOf(Math.max(position, begin));
        });
    long states = offset(positions, new TopicPartition(topics.of(AuditedStep.HIDDEN_STATES), p));
    return new PartitionStart(checkpoint.documents().get(p), false, 0, states, false);
  }

  private PartitionStart firstWhole(int p) {
    long texts = offset(beginnings, new TopicPartition(topics.texts(), p));
    long first = texts;
    boolean allAnswers = true;
    for (AuditedStep step : AuditedStep.values()) {
      TopicPartition partition = new TopicPartition(topics.of(step), p);
      if (offset(beginnings, partition) > 0) {
        allAnswers = false;
        first = Math.max(first, firstWhole(step, partition));
      }
    }
    long states = offset(beginnings, new TopicPartition(topics.of(AuditedStep.HIDDEN_STATES), p));
    return new PartitionStart(first, texts > 0 || !allAnswers, texts, states, allAnswers);
  }

  private long firstWhole(AuditedStep step, TopicPartition partition) {
    for (long from = offset(beginnings, partition); ; ) {
      ConsumerRecord<byte[], byte[]> record = firstRecord(partition, from);
      if (record == null) {
        return offset(ends, new TopicPartition(topics.texts(), partition.partition()));
      }
      OptionalLong document = firstWhole(step, partition, record);
      if (document.isPresent()) {
        return document.getAsLong();
      }
      from = record.offset() + 1;
    }
  }

  /** Empty if the record says of no document which it is. */
  private OptionalLong firstWhole(
      AuditedStep step, TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    try {
      Optional<DeletedRange> deleted = DeletedRange.of(noVectors(step, record), step, topics);
      if (deleted.isPresent()) {
        DeletedRange range = deleted.get();
        return range.ofTexts() ? OptionalLong.of(range.end()) : OptionalLong.empty();
      }
      Answer answer = answer(step, record);
      return OptionalLong.of(isBeginning(answer) ? answer.document() : answer.document() + 1);
    } catch (BadRecordException e) {
      throw new AuditException(
          partition
              + ": the first record, at "
              + record.offset()
              + ", is none of the stream: "
              + e.getMessage(),
          e);
    }
  }

  private Answer answer(AuditedStep step, ConsumerRecord<byte[], byte[]> record)
      throws BadRecordException {
    return switch (step) {
      case HIDDEN_STATES -> Batches.answer(record, Batches.hiddenStates(record));
      case CODES -> Batches.answer(record, Batches.codes(record, topics.dictionary()));
    };
  }

  private NoVectors noVectors(AuditedStep step, ConsumerRecord<byte[], byte[]> record)
      throws BadRecordException {
    return switch (step) {
      case HIDDEN_STATES -> Batches.hiddenStates(record).getNoVectors();
      case CODES -> Batches.codes(record, topics.dictionary()).getNoVectors();
    };
  }

  private static boolean isBeginning(Answer answer) {
    if (answer.reason() != null) {
      return true;
    }
    SliceSpan first = answer.slices().getFirst();
    return first.window() == 0 && first.first() == 0;
  }

  /** The first record from an offset on that is committed; null if there is none. */
  private @Nullable ConsumerRecord<byte[], byte[]> firstRecord(
      TopicPartition partition, long from) {
    if (from >= offset(ends, partition)) {
      return null;
    }
    consumer.assign(List.of(partition));
    if (from > offset(beginnings, partition)) {
      consumer.seek(partition, from);
    } else {
      // Not to the offset: the beginning may have moved meanwhile.
      consumer.seekToBeginning(List.of(partition));
    }
    long deadline = System.nanoTime() + FIRST_RECORD_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline && consumer.position(partition) < offset(ends, partition)) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      if (!records.isEmpty()) {
        return records.iterator().next();
      }
    }
    return null;
  }

  private void note(PartitionStart start, int p, List<String> notes) {
    if (start.document() == 0) {
      return;
    }
    String from = "partition " + p + ": audited from texts offset " + start.document();
    notes.add(
        start.leftovers()
            ? from
                + ", the first that is whole in all topics: "
                + String.join(", ", streams(p).stream().map(this::beginning).toList())
            : from + ", where the last audit ended");
  }

  private String beginning(TopicPartition partition) {
    return partition.topic() + " begins at " + offset(beginnings, partition);
  }

  private List<TopicPartition> streams(int p) {
    return List.of(
        new TopicPartition(topics.texts(), p),
        new TopicPartition(topics.of(AuditedStep.HIDDEN_STATES), p),
        new TopicPartition(topics.of(AuditedStep.CODES), p));
  }

  private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    Long offset = offsets.get(partition);
    if (offset == null) {
      throw new AuditException(
          "topic " + partition.topic() + " has no partition " + partition.partition());
    }
    return offset;
  }
}
