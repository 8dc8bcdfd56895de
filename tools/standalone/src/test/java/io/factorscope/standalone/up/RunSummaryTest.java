package io.factorscope.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.factorscope.audit.AuditReport;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.EvidenceUpdate;
import io.factorscope.v1.VersionHeader;
import io.factorscope.v1.VersionMetrics;
import io.factorscope.versions.VersionList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The summary of a run, as it is printed and kept. */
class RunSummaryTest {

  private static final RunSummary.Sent SENT = new RunSummary.Sent(1000, 3, 7);

  @TempDir Path folder;

  @Test
  void hasExactlyTheAgreedNames() throws IOException {
    JsonNode json = json(RunSummary.of(report(0, 0.7), versions(), SENT));

    assertThat(names(json))
        .containsExactly(
            "documents",
            "windows",
            "tokens",
            "vectors",
            "codes",
            "deadLetters",
            "seconds",
            "tokensPerSecond",
            "vectorsPerSecond",
            "supportMean",
            "supportP95",
            "gapMax",
            "explainedVariance",
            "heldOutVectors",
            "latestVersion",
            "learnedVectors",
            "codesExplainedVariance",
            "dictionary",
            "model",
            "rejected",
            "replaced",
            "lost",
            "doubled",
            "uncounted",
            "waiting");
    assertThat(names(json.get("dictionary")))
        .containsExactly(
            "name", "version", "factors", "dead", "heldOutDead", "replaced", "contentHash");
    assertThat(names(json.get("model"))).containsExactly("id", "layers", "width");
  }

  @Test
  void ratesAreOfThisRunAndItsTime() throws IOException {
    JsonNode json = json(RunSummary.of(report(0, 0.7), versions(), SENT));

    assertThat(json.get("seconds").doubleValue()).isEqualTo(4.0);
    assertThat(json.get("tokensPerSecond").doubleValue()).isEqualTo(50.0);
    assertThat(json.get("vectorsPerSecond").doubleValue()).isEqualTo(350.0);
  }

  @Test
  void deadFactorsAreThoseInNoCode() throws IOException {
    JsonNode dictionary = json(RunSummary.of(report(0, 0.7), versions(), SENT)).get("dictionary");

    assertThat(dictionary.get("factors").intValue()).isEqualTo(1536);
    assertThat(dictionary.get("dead").intValue()).isEqualTo(36);
    assertThat(dictionary.get("contentHash").textValue()).isEqualTo("0aff");
    assertThat(dictionary.get("version").intValue()).isEqualTo(9);
  }

  @Test
  void theNewestVersionIsTheOneThatIsMeasured() throws IOException {
    JsonNode json = json(RunSummary.of(report(0, 0.6), versions(), SENT));

    assertThat(json.get("explainedVariance").doubleValue()).isEqualTo(0.71);
    assertThat(json.get("heldOutVectors").intValue()).isEqualTo(1_000);
    assertThat(json.get("latestVersion").intValue()).isEqualTo(10);
    assertThat(json.get("learnedVectors").intValue()).isEqualTo(5_120);
    assertThat(json.get("codesExplainedVariance").doubleValue()).isEqualTo(0.6);
    assertThat(json.get("dictionary").get("version").intValue()).isEqualTo(9);
    assertThat(json.get("dictionary").get("heldOutDead").intValue()).isEqualTo(4);
    assertThat(json.get("dictionary").get("replaced").intValue()).isEqualTo(5);
  }

  @Test
  void whatIsNotAnsweredAtTheEndIsLost() throws IOException {
    assertThat(json(RunSummary.of(report(3, 0.7), versions(), SENT)).get("lost").intValue())
        .isEqualTo(3);
  }

  @Test
  void saysWhatOfTheCorpusWasRejectedOrReplaced() throws IOException {
    JsonNode json = json(RunSummary.of(report(0, 0.7), versions(), SENT));

    assertThat(json.get("rejected").intValue()).isEqualTo(3);
    assertThat(json.get("replaced").intValue()).isEqualTo(7);
  }

  @Test
  void aRunWithoutDocumentsHasASummary() throws IOException {
    JsonNode json = json(RunSummary.of(report(0, null), VersionList.empty(0), SENT));

    assertThat(json.get("explainedVariance").isNull()).isTrue();
    assertThat(json.get("dictionary").get("version").intValue()).isZero();
  }

  @Test
  void isPrintedAndKept() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Path file = folder.resolve("summary.json");

    new SummaryFile(file, new PrintStream(printed, true, StandardCharsets.UTF_8))
        .write(RunSummary.of(report(0, 0.7), versions(), SENT));

    assertThat(new ObjectMapper().readTree(file.toFile()))
        .isEqualTo(new ObjectMapper().readTree(printed.toByteArray()));
  }

  private static JsonNode json(RunSummary summary) throws IOException {
    return new ObjectMapper().readTree(SummaryFile.json(summary));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Version 9 is live, version 10 a candidate. */
  private static VersionList versions() {
    VersionHeader ninth = version(9).addAllReplaced(List.of(7, 8)).build();
    VersionHeader tenth =
        version(10)
            .addAllReplaced(List.of(7, 9))
            .addMerged(3)
            .setUpdate(EvidenceUpdate.newBuilder().setLearned(5_120))
            .setMetrics(
                VersionMetrics.newBuilder().setHeldOut(1_000).setExplainedVariance(0.71).setDead(4))
            .setRefused("more factors than allowed were replaced")
            .build();
    return new VersionList(List.of(ninth, tenth), 9, Optional.empty());
  }

  private static VersionHeader.Builder version(int number) {
    return VersionHeader.newBuilder()
        .setId(
            DictionaryVersion.newBuilder()
                .setName("bge")
                .setVersion(number)
                .setContentHash(ByteString.copyFrom(new byte[] {0x0a, (byte) 0xff})))
        .setFactors(1536);
  }

  private static AuditReport report(long pending, @Nullable Double explainedVariance) {
    return new AuditReport(
        0,
        0,
        0,
        0,
        0,
        List.of(),
        List.of(),
        pending,
        60,
        60,
        150,
        9_000,
        63_000,
        63_000,
        0,
        new AuditReport.NoVectorsCounts(0, 0, 0),
        new AuditReport.Recent(200, 1400, 5000),
        new AuditReport.Codes(
            28.5, 60, 63_000, 9e-5, 0, explainedVariance, 1500, "bge", 1, 9, "0aff"),
        new AuditReport.Model("bge", "00", 384, List.of(0, 2)));
  }
}
