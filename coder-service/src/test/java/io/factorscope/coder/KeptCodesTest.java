package io.factorscope.coder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.factorscope.coder.codes.CodeMessages;
import io.factorscope.coder.current.CurrentVersion;
import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.Version;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * States and a version that lie in the repository are coded and answered, bit for bit, as they were
 * when they were put there: codes that people keep stay what they are.
 */
class KeptCodesTest {

  private static final Path FOLDER = Path.of("src/test/resources/kept-codes");

  @Test
  void keptStatesGiveTheKeptBytes() throws IOException {
    List<String> sent = sent(version(), states());

    assertThat(sent).hasSizeGreaterThan(30).isEqualTo(kept());
  }

  private static List<String> sent(Version version, List<HiddenStateBatch> states) {
    CurrentVersion current = new CurrentVersion();
    current.set(PreparedVersion.of(version, SparseCoders::best));
    RecordedOutput output = new RecordedOutput();
    try (VectorCoder coder = new VectorCoder(1)) {
      CoderPipeline pipeline =
          new CoderPipeline(
              current,
              coder,
              new CodeMessages("kept/0"),
              new CoderTopics("codes", "evidence", 0, "planted"),
              new CoderMetrics(new SimpleMeterRegistry()));
      for (HiddenStateBatch batch : states) {
        pipeline.process(List.of(record(batch)), output);
      }
    }
    return output.sent;
  }

  private static ConsumerRecord<byte[], byte[]> record(HiddenStateBatch batch) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "hidden-states.planted", 0, batch.getDocument().getOffset(), null, batch.toByteArray());
    Headers.of(batch, 0).forEach(record.headers()::add);
    return record;
  }

  private static Version version() throws IOException {
    try (InputStream in = Files.newInputStream(FOLDER.resolve("version.binpb"))) {
      VersionHeader header = Objects.requireNonNull(VersionHeader.parseDelimitedFrom(in));
      List<VersionChunk> chunks = new ArrayList<>();
      for (int chunk = 0; chunk < header.getChunks(); chunk++) {
        chunks.add(Objects.requireNonNull(VersionChunk.parseDelimitedFrom(in)));
      }
      return Version.of(header, chunks.iterator());
    }
  }

  private static List<HiddenStateBatch> states() throws IOException {
    List<HiddenStateBatch> states = new ArrayList<>();
    try (InputStream in = Files.newInputStream(FOLDER.resolve("states.binpb"))) {
      HiddenStateBatch next = HiddenStateBatch.parseDelimitedFrom(in);
      while (next != null) {
        states.add(next);
        next = HiddenStateBatch.parseDelimitedFrom(in);
      }
    }
    return states;
  }

  private static List<String> kept() throws IOException {
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(FOLDER.resolve("sent.txt.gz")))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  private static VersionChunk chunk(VersionHeader header, float[] atoms) {
    byte[] packed = new byte[atoms.length * Float.BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(atoms);
    return VersionChunk.newBuilder()
        .setId(header.getId())
        .setFactors(header.getFactors())
        .setAtoms(ByteString.copyFrom(packed))
        .build();
  }

  /** Puts new states and their answers into the repository: what was kept before is given up. */
  static void main() throws IOException {
    PlantedStates planted = new PlantedStates();
    Files.createDirectories(FOLDER);
    VersionHeader header = planted.header();
    try (OutputStream out = Files.newOutputStream(FOLDER.resolve("version.binpb"))) {
      header.writeDelimitedTo(out);
      chunk(header, planted.atomValues()).writeDelimitedTo(out);
    }
    try (OutputStream out = Files.newOutputStream(FOLDER.resolve("states.binpb"))) {
      for (int i = 0; i < 40; i++) {
        planted.factorsInState(2 + i % 9);
        planted.batch(0, i, 1 + i * 7 % 24).build().writeDelimitedTo(out);
      }
    }
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(FOLDER.resolve("sent.txt.gz")))) {
      out.write(String.join("\n", sent(version(), states())).getBytes(UTF_8));
    }
  }
}
