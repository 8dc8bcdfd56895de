package io.factorscope.dictionary.learn;

import io.factorscope.v1.Evidence;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.NewVersion;
import io.factorscope.wire.Atoms;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Recorded evidence and the chain of versions that followed from it when it was recorded. What is
 * learned of it must never change while {@link io.factorscope.sparse.learn.Learner#RULES} stays the
 * same.
 *
 * @param first version 1, without its atoms
 * @param atoms of version 1, row-major {@code [factors][width]}
 * @param records in the order of their offsets, between which there are gaps
 */
record PlantedEvidence(VersionHeader first, float[] atoms, List<EvidenceInput> records) {

  private static final String EVIDENCE = "planted-evidence.gz";
  private static final String CHAIN = "planted-chain.txt";

  static PlantedEvidence read() throws IOException {
    try (DataInputStream in = new DataInputStream(new GZIPInputStream(resource(EVIDENCE)))) {
      VersionHeader first = VersionHeader.parseDelimitedFrom(in);
      VersionChunk chunk = VersionChunk.parseDelimitedFrom(in);
      float[] atoms = Atoms.of(first, List.of(chunk).iterator());
      List<EvidenceInput> records = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        records.add(input(in.readLong(), in.readLong(), Evidence.parseDelimitedFrom(in)));
      }
      return new PlantedEvidence(first, atoms, records);
    }
  }

  static EvidenceInput input(long offset, long timestamp, Evidence message) {
    return new EvidenceInput(offset, timestamp, message.getSerializedSize(), message);
  }

  /** Version 1, published. */
  MemoryVersions published() {
    MemoryVersions versions = new MemoryVersions();
    versions.add(new NewVersion(first, atoms));
    return versions;
  }

  /** A line a version, as {@link #line} writes it, from version 1 on. */
  static List<String> chain() throws IOException {
    try (InputStream in = resource(CHAIN)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** What must not change of a version. */
  static String line(VersionHeader version) {
    return "%d %s learned %d first %d end %d renewed %d best %d%s"
        .formatted(
            version.getId().getVersion(),
            HexFormat.of().formatHex(version.getId().getContentHash().toByteArray()),
            version.getUpdate().getLearned(),
            version.getUpdate().getFirst(),
            version.getUpdate().getEnd(),
            version.getReplacedCount() + version.getMergedCount(),
            version.getBest(),
            version.getRefused().isEmpty() ? "" : " refused");
  }

  /** Writes both files. */
  void write(Path folder, VersionChunk chunk, List<VersionHeader> versions) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new GZIPOutputStream(Files.newOutputStream(folder.resolve(EVIDENCE))))) {
      first.writeDelimitedTo(out);
      chunk.writeDelimitedTo(out);
      out.writeInt(records.size());
      for (EvidenceInput row : records) {
        out.writeLong(row.offset());
        out.writeLong(row.timestamp());
        row.message().writeDelimitedTo(out);
      }
    }
    Files.write(folder.resolve(CHAIN), versions.stream().map(PlantedEvidence::line).toList());
  }

  private static InputStream resource(String name) throws IOException {
    InputStream found = PlantedEvidence.class.getResourceAsStream("/" + name);
    if (found == null) {
      throw new IOException(name + " is not among the test resources");
    }
    return found;
  }
}
