package io.factorscope.dictionary.versions;

import io.factorscope.exactlyonce.FencedWriter;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.OutputRecord;
import java.util.ArrayList;
import java.util.List;

/** A partition of the topic of versions in the hands of its one writer. */
public final class VersionLog implements AutoCloseable {

  private final FencedWriter writer;
  private final VersionRecords records;

  private VersionLog(FencedWriter writer, VersionRecords records) {
    this.writer = writer;
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
    return new VersionLog(writer, new VersionRecords(topic, partition));
  }

  /** Commits a version and lets an alias name it, both or neither. */
  public void commit(NewVersion version, String alias) {
    List<OutputRecord> all = new ArrayList<>(records.of(version));
    all.add(records.alias(version.header().getId(), alias));
    writer.commit(all);
  }

  @Override
  public void close() {
    writer.close();
  }
}
