package io.factorscope.versions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.Tombstone;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Aliases;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What the writer writes, every reader reads: the same keys, the same chunks. */
class VersionRecordsTest {

  private final VersionRecords records = new VersionRecords("versions", 0);
  private final VersionBook book = new VersionBook();
  private final VersionReader reader = new VersionReader(book);
  private final float[] atoms = TestVersions.atoms(1);
  private final NewVersion version = new NewVersion(TestVersions.header(1, atoms), atoms);
  private final VersionHeader header = VersionRecords.complete(version.header());

  @Test
  void aVersionIsReadAsItWasWritten() throws BadRecordException {
    List<OutputRecord> written = records.of(version);
    read(written);
    read(List.of(records.alias(header.getId(), Aliases.LIVE)));

    assertThat(written)
        .extracting(OutputRecord::key)
        .containsExactly("d/1/header", "d/1/0", "d/1/1");
    assertThat(book.alias("d", Aliases.LIVE).orElseThrow().getVersion()).isEqualTo(1);
    ChunkedVersion found = book.version(book.header("d", 1).orElseThrow()).orElseThrow();
    assertThat(found.header()).isEqualTo(header);
    assertThat(found.assemble().atoms()).isEqualTo(atoms);
    assertThat(found.assemble().dictionary().atoms()).isEqualTo(atoms);
  }

  @Test
  void droppedAtomsAreGoneFromTheBookAndTheTopic() throws BadRecordException {
    read(records.of(version));
    read(List.of(records.withoutAtoms(header)));

    VersionHeader now = book.header("d", 1).orElseThrow();
    assertThat(now.getAtomsDropped()).isTrue();
    assertThat(book.version(now)).isEmpty();
    assertThat(records.tombstones(header))
        .extracting(Tombstone::key)
        .containsExactly("d/1/0", "d/1/1");
  }

  @Test
  void aRecordUnderAnothersKeyIsRefused() {
    OutputRecord first = records.of(version).getFirst();
    OutputRecord moved =
        new OutputRecord("versions", 0, "d/2/header", first.message(), first.vectors());

    assertThatThrownBy(() -> read(List.of(moved)))
        .hasMessage("key: is d/2/header, must be d/1/header");
    assertThat(book.newest("d")).isEmpty();
  }

  @Test
  void atomsOfAnotherVersionAreNoVersion() {
    float[] others = TestVersions.atoms(2);
    List<VersionChunk> chunks =
        records.of(new NewVersion(version.header(), others)).stream()
            .skip(1)
            .map(record -> (VersionChunk) record.message())
            .toList();

    assertThatThrownBy(() -> new ChunkedVersion(header, chunks).assemble())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version 1 of d is not what its content hash says");
  }

  private void read(List<OutputRecord> written) throws BadRecordException {
    for (OutputRecord record : written) {
      ConsumerRecord<byte[], byte[]> stored =
          new ConsumerRecord<>(
              record.topic(), 0, 0, record.key().getBytes(UTF_8), record.message().toByteArray());
      Headers.of(record.message(), record.vectors()).forEach(stored.headers()::add);
      reader.read(stored);
    }
  }
}
