package io.factorscope.standalone.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up --exit} on a corpus of which nothing may be learned: it says so at once. */
class NothingToCodeTest {

  private static final int NOTHING_TO_CODE = 3;

  /** Once broker and services are up. */
  private static final Duration AT_ONCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void aCorpusOfOneHeldOutDocumentSaysSoAtOnceAndGoesOnWithTheNext() throws Exception {
    Path poem = Files.writeString(folder.resolve("poem.txt"), "Tyger Tyger, burning bright\n");
    assertThat(run(AT_ONCE, "--corpus=" + poem)).isEqualTo(NOTHING_TO_CODE);
    assertThat(printed())
        .contains(
            "nothing could be coded: 1 document waits for version 1: all of it is held out; add"
                + " documents");
    assertThat(summary().get("lost").asLong()).isZero();
    assertThat(summary().get("waiting").asLong()).isEqualTo(1);
    assertThat(summary().get("vectors").asLong()).isPositive();

    assertThat(run(Duration.ofMinutes(3), "--documents=3")).isZero();
    assertThat(summary().get("documents").asLong()).isEqualTo(4);
    assertThat(summary().get("waiting").asLong()).isZero();
    assertThat(summary().get("latestVersion").asLong()).isPositive();
    assertThat(summary().get("codes")).isEqualTo(summary().get("vectors"));

    assertThat(run(AT_ONCE, "--documents=0")).isZero();
  }

  @Test
  void noDocumentsAtAllEndAtOnce() throws Exception {
    assertThat(run(AT_ONCE, "--documents=0")).isEqualTo(NOTHING_TO_CODE);
    assertThat(printed()).contains("nothing could be coded: version 1 waits for documents");
    assertThat(summary().get("lost").asLong()).isZero();
  }

  @Test
  void textsWithoutATokenEndAtOnce() throws Exception {
    Path blanks = folder.resolve("blanks.ndjson");
    Files.write(blanks, Collections.nCopies(3, "{\"text\": \"\\u0001\"}"));
    assertThat(run(AT_ONCE, "--corpus=" + blanks)).isEqualTo(NOTHING_TO_CODE);
    assertThat(printed())
        .contains(
            "nothing could be coded: 3 documents wait for version 1: they have no token, or are"
                + " dead letters; add documents");
    assertThat(summary().get("lost").asLong()).isZero();
    assertThat(summary().get("waiting").asLong()).isEqualTo(3);
  }

  private int run(Duration time, String... options) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--exit", "--summary=" + folder.resolve("summary.json")));
    Files.deleteIfExists(folder.resolve("up.log"));
    try (UpProcess up = UpProcess.start(folder, all.toArray(String[]::new))) {
      // How long the start takes is another matter.
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> printed().stream().anyMatch(line -> line.startsWith("streaming")));
      return up.await(time);
    }
  }

  private List<String> printed() throws IOException {
    return Files.readAllLines(folder.resolve("up.log"));
  }

  private JsonNode summary() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
  }
}
