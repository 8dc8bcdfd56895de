package io.factorscope.standalone.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The line that a terminal shows while a stream runs. */
class ProgressLineTest {

  @Test
  void tellsTotalsAndRates() {
    Snapshot before = snapshot(0, embedder(10, 1000, 5), coder(5000, 150000, 3));
    Snapshot now = snapshot(2_000_000_000, embedder(60, 5000, 7), coder(19000, 570000, 4));

    assertThat(ProgressLine.of(before, now))
        .isEqualTo(
            "documents 60 | 2,000 tokens/s | 7,000 vectors coded/s | lag 11 | support 30.0"
                + " | explained variance 0.712 | gap 9.0e-05 | version 4"
                + " | learned 61,234 | dead 3 | replaced 12");
  }

  @Test
  void saysSoWhereServicesAreSilent() {
    Snapshot nothing =
        Snapshot.of(0, Metrics.none(), Metrics.none(), Metrics.none(), DictionaryProgress.none());

    assertThat(ProgressLine.of(nothing, nothing))
        .isEqualTo(
            "documents - | - tokens/s | - vectors coded/s | lag - | support -"
                + " | explained variance - | gap - | version -"
                + " | learned - | dead - | replaced -");
  }

  @Test
  void keepsTheSupportWhileNothingIsCoded() {
    Snapshot idle = snapshot(0, Metrics.none(), coder(5000, 150000, 3));

    assertThat(ProgressLine.of(idle, idle)).contains("support 30.0");
  }

  @Test
  void aServiceThatCountsFromZeroAgainHasNoNegativeRate() {
    Snapshot before = snapshot(0, embedder(10, 1000, 0), Metrics.none());
    Snapshot now = snapshot(1_000_000_000, embedder(1, 10, 0), Metrics.none());

    assertThat(ProgressLine.of(before, now)).contains("| 0 tokens/s |");
  }

  @Test
  void aTerminalsLineIsWrittenOverAndCut() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LiveLine line = new LiveLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, 8);

    line.show("0123456789");
    line.show("ab");
    line.print("done");

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "\r0123456\u001b[K\rab\u001b[K"
                + System.lineSeparator()
                + "done"
                + System.lineSeparator());
  }

  @Test
  void elsewhereAPlainLineComesEveryFewSeconds() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LiveLine line = new LiveLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 0);

    for (int second = 0; second < 11; second++) {
      line.show("second " + second);
    }
    line.finish();

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("second 0", "second 5", "second 10");
  }

  private static Snapshot snapshot(long nanos, Metrics embedder, Metrics coder) {
    return Snapshot.of(
        nanos,
        embedder,
        coder,
        Metrics.none(),
        new DictionaryProgress(7, 61_234, 1_000, 0.7, 3, 12));
  }

  private static Metrics embedder(int documents, int tokens, int lag) {
    return Metrics.parse(
        """
        factorscope_documents_total %d
        factorscope_tokens_total %d
        factorscope_lag %d
        """
            .formatted(documents, tokens, lag));
  }

  private static Metrics coder(int vectors, int supports, int version) {
    return Metrics.parse(
        """
        factorscope_vectors_total %d
        factorscope_codes_support_sum %d
        factorscope_lag 4
        factorscope_explained_variance 0.7123
        factorscope_gap_max 9e-5
        factorscope_dictionary_version %d
        """
            .formatted(vectors, supports, version));
  }
}
