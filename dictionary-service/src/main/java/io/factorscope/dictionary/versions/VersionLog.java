package io.factorscope.dictionary.versions;

import io.factorscope.exactlyonce.FencedWriter;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.OutputRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A partition of the topic of versions in the hands of its one writer. */
public final class VersionLog implements AutoCloseable {

  private final FencedWriter writer;
  private final VersionRecords records;
  private final String topic;

  private VersionLog(FencedWriter writer, VersionRecords records, String topic) {
    this.writer = writer;
    this.topic = topic;
    this.records = records;
  }

  /** Fences the last owner, then waits until the book holds all that it wrote. */
  public static VersionLog takeOver(
      Instance instance, String topic, int partition, VersionTail tail)
      throws InterruptedException {
    String transactionalId = instance.namespace() + "-dictionary-" + topic + "-" + partition;
    FencedWriter writer = new FencedWriter(instance, transactionalId);
    try {
      tail.awaitPositions(writer.ends(topic));
    } catch (InterruptedException | RuntimeException e) {
      writer.close();
      throw e;
    }
    return new VersionLog(writer, new VersionRecords(topic, partition), topic);
  }

  /**
   * Commits a version, lets an alias name it, and writes what else belongs to it: all or nothing.
   *
   * @param alias that moves to the version
   * @param more records of the same transaction
   */
  public void commit(NewVersion version, Optional<String> alias, List<OutputRecord> more) {
    List<OutputRecord> all = new ArrayList<>(records.of(version));
    alias.ifPresent(name -> all.add(records.alias(version.header().getId(), name)));
    all.addAll(more);
    writer.commit(all);
  }

  /** Waits until the book holds all that was committed. */
  public void awaitReadBack(VersionTail tail) throws InterruptedException {
    tail.awaitPositions(writer.ends(topic));
  }

  @Override
  public void close() {
    writer.close();
  }
}
