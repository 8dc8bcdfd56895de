package io.factorscope.dictionary.owner;

import com.google.protobuf.ByteString;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.Alias;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.ChunkedVersion;
import io.factorscope.wire.Aliases;
import io.factorscope.wire.ContentHash;
import io.factorscope.wire.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes versions as a learner of other rules would have left them: after version 1 they are not
 * what the evidence gives today, the newest was refused, and nothing names the best.
 */
final class OlderLog {

  private static final int FACTOR = 5;
  private static final int USED_NUMBER = 9;

  private final LearningFixture fixture;
  private final TransactionalWriter writer;
  private final int rules;

  /** A log of before versions had a number of rules. */
  OlderLog(LearningFixture fixture, TransactionalWriter writer) {
    this(fixture, writer, 0);
  }

  private OlderLog(LearningFixture fixture, TransactionalWriter writer, int rules) {
    this.fixture = fixture;
    this.writer = writer;
    this.rules = rules;
  }

  OlderLog withRules(int number) {
    return new OlderLog(fixture, writer, number);
  }

  /**
   * Puts the versions, changed, in the place of all that there was; answers the newest.
   *
   * @param checkpointed whether there is a checkpoint: that of version 1
   */
  VersionHeader write(List<ChunkedVersion> versions, boolean checkpointed) throws Exception {
    List<LearnerCheckpoint> first =
        fixture.checkpoints().stream().filter(part -> part.getVersion() == 1).toList();
    LearnerCheckpoint start = first.getFirst();
    fixture.empty(
        List.of(fixture.topics.dictionaryVersions(), fixture.topics.dictionaryCheckpoints()));
    ByteString parent = ByteString.EMPTY;
    VersionHeader header = VersionHeader.getDefaultInstance();
    for (ChunkedVersion version : versions) {
      boolean isFirst = version == versions.getFirst();
      float[] atoms = isFirst ? version.assemble().atoms() : swapped(version);
      boolean refused = !isFirst && version == versions.getLast();
      header = write(version, atoms, parent, refused);
      parent = header.getId().getContentHash();
    }
    if (checkpointed) {
      for (LearnerCheckpoint part : first.subList(0, start.getParts())) {
        String topic = fixture.topics.dictionaryCheckpoints().name();
        LearnerCheckpoint older = part.toBuilder().setLearnerRules(rules).build();
        writer.commit(List.of(new OutputRecord(topic, 0, "small/" + part.getPart(), older, 0)));
      }
    }
    return header;
  }

  private static float[] swapped(ChunkedVersion version) {
    float[] atoms = version.assemble().atoms();
    int width = version.header().getModel().getWidth();
    float[] second = new float[width];
    System.arraycopy(atoms, width, second, 0, width);
    System.arraycopy(atoms, 0, atoms, width, width);
    System.arraycopy(second, 0, atoms, 0, width);
    return atoms;
  }

  private VersionHeader write(
      ChunkedVersion version, float[] atoms, ByteString parent, boolean refused)
      throws InterruptedException {
    VersionHeader now = version.header();
    byte[] hash =
        ContentHash.of(
            parent.toByteArray(),
            atoms,
            now.getLambda(),
            now.getModel().getHash().toByteArray(),
            now.getLayersList());
    VersionHeader.Builder older =
        now.toBuilder()
            .setId(now.getId().toBuilder().setContentHash(ByteString.copyFrom(hash)))
            .setParentHash(parent)
            .clearBest()
            .setLearnerRules(now.hasUpdate() ? rules : 0);
    if (refused) {
      older.setRefused("for this test").setGenerations(FACTOR, USED_NUMBER);
    }
    VersionHeader header = older.build();
    writer.commit(records(header, atoms, !refused));
    return header;
  }

  private List<OutputRecord> records(VersionHeader header, float[] atoms, boolean live) {
    String topic = fixture.topics.dictionaryVersions().name();
    String prefix = "small/" + header.getId().getVersion() + "/";
    int width = header.getModel().getWidth();
    VersionChunk chunk =
        VersionChunk.newBuilder()
            .setId(header.getId())
            .setFactors(header.getFactors())
            .setAtoms(
                Vectors.pack(atoms, header.getFactors(), width, ElementType.FLOAT32).getData())
            .build();
    Alias alias =
        Alias.newBuilder()
            .setDictionary("small")
            .setAlias(Aliases.LIVE)
            .setVersion(header.getId().getVersion())
            .build();
    List<OutputRecord> records = new ArrayList<>();
    records.add(new OutputRecord(topic, 0, prefix + "header", header, 0));
    records.add(new OutputRecord(topic, 0, prefix + "0", chunk, header.getFactors()));
    if (live) {
      records.add(new OutputRecord(topic, 0, "small/alias/live", alias, 0));
    }
    return records;
  }
}
