package io.factorscope.dictionary.versions;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.FencedWriter;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.OwnersDeadLetters;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.BadRecords;
import io.factorscope.versions.NewVersion;
import io.factorscope.versions.VersionRecords;
import io.factorscope.versions.VersionTail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A partition of the topic of versions in the hands of its one writer. */
public final class VersionLog implements AutoCloseable {

  private final FencedWriter writer;
  private final OwnersDeadLetters deadLetters;
  private final VersionRecords records;
  private final VersionTail tail;
  private final String topic;
  private final int partition;

  private VersionLog(
      FencedWriter writer,
      OwnersDeadLetters deadLetters,
      VersionTail tail,
      String topic,
      int partition) {
    this.writer = writer;
    this.deadLetters = deadLetters;
    this.records = new VersionRecords(topic, partition);
    this.tail = tail;
    this.topic = topic;
    this.partition = partition;
  }

  /** Fences the last owner, then waits until the book holds all that it wrote. */
  public static VersionLog takeOver(
      Instance instance, TopicSpecs topics, int partition, VersionTail tail)
      throws InterruptedException {
    String topic = topics.dictionaryVersions().name();
    String owner = instance.namespace() + "-dictionary-" + topic + "-" + partition;
    FencedWriter writer = new FencedWriter(instance, owner);
    try {
      tail.awaitPositions(writer.ends(topic));
      OwnersDeadLetters deadLetters =
          new OwnersDeadLetters(
              instance, writer, topics.deadLetters().name(), owner + "-dead-letters");
      return new VersionLog(writer, deadLetters, tail, topic, partition);
    } catch (InterruptedException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  /**
   * Commits a version, lets an alias name it, drops atoms of others, and writes what else belongs
   * to it: all or nothing.
   *
   * @param alias that moves to the version
   * @param dropped headers of versions whose atoms go
   * @param more records of the same transaction
   * @return the version's header as it was published
   */
  public VersionHeader commit(
      NewVersion version,
      Optional<String> alias,
      List<VersionHeader> dropped,
      List<OutputRecord> more) {
    List<OutputRecord> all = new ArrayList<>(records.of(version));
    alias.ifPresent(name -> all.add(records.alias(version.header().getId(), name)));
    dropped.forEach(header -> all.add(records.withoutAtoms(header)));
    all.addAll(more);
    writer.commit(
        all, dropped.stream().flatMap(header -> records.tombstones(header).stream()).toList());
    return VersionRecords.complete(version.header());
  }

  /** Commits what belongs to no version. */
  public void commit(List<OutputRecord> records) {
    writer.commit(records);
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
    tail.awaitPositions(writer.ends(topic));
  }

  @Override
  public void close() {
    deadLetters.close();
    writer.close();
  }
}
