package io.factorscope.dictionary.owner;

import com.google.protobuf.util.Timestamps;
import io.factorscope.dictionary.learn.Change;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.OwnersDeadLetters;
import io.factorscope.exactlyonce.TopicOffsets;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.TransactionalProducer;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.BadRecords;
import io.factorscope.versions.NewVersion;
import io.factorscope.versions.VersionRecords;
import io.factorscope.versions.VersionTail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A partition of the topics of dictionaries in the hands of its one writer. */
public final class VersionLog implements AutoCloseable {

  private final Instance instance;
  private final TransactionalProducer writer;
  private final OwnersDeadLetters deadLetters;
  private final VersionRecords records;
  private final VersionTail tail;
  private final String topic;
  private final String checkpoints;
  private final int partition;

  private VersionLog(
      Instance instance,
      TransactionalProducer writer,
      OwnersDeadLetters deadLetters,
      VersionTail tail,
      TopicSpecs topics,
      int partition) {
    this.instance = instance;
    this.writer = writer;
    this.deadLetters = deadLetters;
    this.topic = topics.dictionaryVersions().name();
    this.checkpoints = topics.dictionaryCheckpoints().name();
    this.records = new VersionRecords(topic, partition);
    this.tail = tail;
    this.partition = partition;
  }

  /** Fences the last owner, then waits until the book holds all that it wrote. */
  public static VersionLog takeOver(
      Instance instance, TopicSpecs topics, int partition, VersionTail tail)
      throws InterruptedException {
    String topic = topics.dictionaryVersions().name();
    String owner = instance.namespace() + "-dictionary-" + topic + "-" + partition;
    TransactionalProducer writer = new TransactionalProducer(instance, owner);
    try {
      tail.awaitPositions(TopicOffsets.ends(instance, topic));
      OwnersDeadLetters deadLetters =
          new OwnersDeadLetters(
              instance, writer, topics.deadLetters().name(), owner + "-dead-letters");
      return new VersionLog(instance, writer, deadLetters, tail, topics, partition);
    } catch (InterruptedException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  /** A header as it is published now: with its time, and the number of its chunks. */
  static VersionHeader stamped(VersionHeader header) {
    return VersionRecords.complete(
        header.toBuilder().setCreated(Timestamps.fromMillis(System.currentTimeMillis())).build());
  }

  /** Commits a change, all or nothing. */
  void commit(Change change) {
    List<OutputRecord> all = new ArrayList<>();
    change.version().ifPresent(version -> all.addAll(records(version, change.alias())));
    change.dropped().forEach(header -> all.add(records.withoutAtoms(header)));
    all.addAll(CheckpointTopic.records(change.checkpoint(), checkpoints, partition));
    writer.commit(
        all,
        change.dropped().stream().flatMap(header -> records.tombstones(header).stream()).toList());
  }

  private List<OutputRecord> records(NewVersion version, Optional<String> alias) {
    List<OutputRecord> all = new ArrayList<>(records.of(version));
    alias.ifPresent(name -> all.add(records.alias(version.header().getId(), name)));
    return all;
  }

  /** Of the evidence, and of all topics of dictionaries. */
  int partition() {
    return partition;
  }

  /** Writes the dead letter of a record that this owner read, unless it has one. */
  public boolean deadLetter(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    return deadLetters.put(record, reason);
  }

  /**
   * Writes the dead letters of what the tail could not read of this partition.
   *
   * @return how many had none
   */
  public int deadLettersOfTail() {
    int written = 0;
    for (BadRecords.Bad bad : tail.takeBad(partition)) {
      written += deadLetters.put(bad.record(), bad.reason()) ? 1 : 0;
    }
    return written;
  }

  /** Waits until the book holds all that was committed. */
  public void awaitReadBack() throws InterruptedException {
    tail.awaitPositions(TopicOffsets.ends(instance, topic));
  }

  @Override
  public void close() {
    deadLetters.close();
    writer.close();
  }
}
