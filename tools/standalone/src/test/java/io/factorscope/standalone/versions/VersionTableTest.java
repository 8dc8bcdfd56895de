package io.factorscope.standalone.versions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.EvidenceUpdate;
import io.factorscope.v1.VersionHeader;
import io.factorscope.v1.VersionMetrics;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How versions are listed, for people and for scripts. */
class VersionTableTest {

  private static final long LIVE = 2;

  @Test
  void aLineTellsWhatAVersionIsAndHowItDoes() {
    List<String> lines =
        new VersionTable(ZoneOffset.UTC).lines(List.of(row(first()), row(second()), row(third())));

    assertThat(lines.stream().map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "version state learned held out variance support dead replaced made content hash",
            "1 earlier 0 0 - - - 0 2026-07-26 12:00:00 000102030405",
            "2 live 5,120 1,000 0.7123 28.5 4 3 2026-07-26 12:00:00 000102030405",
            "3 candidate 6,000 1,000 0.6500 28.5 4 0 2026-07-26 12:00:00 000102030405"
                + " not used: explained variance fell");
  }

  @Test
  void jsonHasTheAgreedNames() {
    JsonNode json = new ObjectMapper().valueToTree(row(third()));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "version",
            "state",
            "refused",
            "learnedVectors",
            "heldOutVectors",
            "explainedVariance",
            "supportMean",
            "dead",
            "replaced",
            "created",
            "contentHash");
    assertThat(json.get("state").textValue()).isEqualTo("candidate");
    assertThat(json.get("refused").textValue()).isEqualTo("explained variance fell");
    assertThat(json.get("created").textValue()).isEqualTo("2026-07-26T12:00:00Z");
    assertThat(json.get("contentHash").textValue()).hasSize(64).startsWith("000102");
  }

  @Test
  void whatWasNotMeasuredIsNull() {
    JsonNode json = new ObjectMapper().valueToTree(row(first()));

    assertThat(json.get("explainedVariance").isNull()).isTrue();
    assertThat(json.get("dead").isNull()).isTrue();
  }

  private static VersionRow row(VersionHeader.Builder header) {
    return VersionRow.of(header.build(), LIVE);
  }

  private static VersionHeader.Builder first() {
    byte[] hash = new byte[32];
    for (int i = 0; i < hash.length; i++) {
      hash[i] = (byte) i;
    }
    return VersionHeader.newBuilder()
        .setId(
            DictionaryVersion.newBuilder().setVersion(1).setContentHash(ByteString.copyFrom(hash)))
        .setCreated(Timestamp.newBuilder().setSeconds(1_785_067_200));
  }

  private static VersionHeader.Builder second() {
    VersionHeader.Builder second =
        first()
            .addAllReplaced(List.of(7, 8))
            .addMerged(9)
            .setUpdate(EvidenceUpdate.newBuilder().setLearned(5_120))
            .setMetrics(metrics(0.71234));
    second.getIdBuilder().setVersion(2);
    return second;
  }

  private static VersionHeader.Builder third() {
    VersionHeader.Builder third =
        first()
            .setUpdate(EvidenceUpdate.newBuilder().setLearned(6_000))
            .setMetrics(metrics(0.65))
            .setRefused("explained variance fell");
    third.getIdBuilder().setVersion(3);
    return third;
  }

  private static VersionMetrics metrics(double explainedVariance) {
    return VersionMetrics.newBuilder()
        .setHeldOut(1_000)
        .setExplainedVariance(explainedVariance)
        .setMeanSupport(28.5)
        .setDead(4)
        .build();
  }
}
