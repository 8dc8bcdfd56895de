package io.factorscope.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.Message;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.Document;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors.Reason;
import io.factorscope.v1.Part;
import io.factorscope.wire.Mutations;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The audit of a stream that is fed record by record. */
class AuditTest {

  private static final int TOKENS = 4;

  private final Audit audit =
      new Audit(
          Messages.TOPICS,
          List.of(new PartitionStart(0, false), new PartitionStart(0, false)),
          5_000);

  @Test
  void countsWhatIsWhole() {
    for (int partition = 0; partition < 2; partition++) {
      for (long offset = 0; offset < 10; offset++) {
        document(partition, offset);
      }
    }

    AuditReport report = audit.finish(List.of());

    assertThat(report.clean()).as("%s", report.findings()).isTrue();
    assertThat(report.documents()).isEqualTo(20);
    assertThat(report.windows()).isEqualTo(20);
    assertThat(report.tokens()).isEqualTo(80);
    assertThat(report.vectors()).isEqualTo(160);
    assertThat(report.codes()).isEqualTo(160);
    assertThat(report.pending()).isZero();
    assertThat(report.model().layers()).containsExactly(0, 2);
    assertThat(report.model().width()).isEqualTo(2);
  }

  @Test
  void countsAsRecentWhatIsAtLeastAsNewAsAskedFor() {
    for (long offset = 0; offset < 10; offset++) {
      document(0, offset);
    }

    AuditReport report = audit.finish(List.of());

    assertThat(report.recent()).isEqualTo(new AuditReport.Recent(20, 40, 9_000));
  }

  @Test
  void describesTheCodes() {
    document(0, 0);

    AuditReport.Codes code = audit.finish(List.of()).code();

    assertThat(code.supportMean()).isEqualTo(1.0);
    assertThat(code.supportP95()).isEqualTo(1);
    assertThat(code.nonEmpty()).isEqualTo(8);
    assertThat(code.largestGap()).isEqualTo(1e-5f);
    assertThat(code.factorsUsed()).isEqualTo(1);
    assertThat(code.lastVersion()).isEqualTo(1);
    assertThat(code.contentHash()).hasSize(64).startsWith("01");
    assertThat(code.explainedVariance()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void countsALostLayer() {
    document(0, 0);
    take("texts", 0, 1, Messages.document("d"));
    take("hidden-states.tiny", 0, 1, Messages.states(0, 1, TOKENS));
    CodeBatch whole = Messages.codes(0, 1, TOKENS);
    take(
        "codes.tiny",
        0,
        1,
        whole.toBuilder()
            .clearLayers()
            .addLayers(2)
            .setCodes(Messages.codes(0, 1, 2).getCodes())
            .removeLayerSums(0)
            .build());

    AuditReport report = audit.finish(List.of());

    assertThat(report.lost()).isEqualTo(4);
    assertThat(report.findings())
        .singleElement()
        .asString()
        .contains("codes", "layers [2] of [0, 2]");
  }

  @Test
  void rowsThatDoNotFitTheSlicesAreMalformedAndNotThere() {
    take("texts", 0, 0, Messages.document("d"));
    HiddenStateBatch whole = Messages.states(0, 0, TOKENS);
    take(
        "hidden-states.tiny",
        0,
        0,
        whole.toBuilder().setStates(whole.getStates().toBuilder().setRows(7)).build());
    take("codes.tiny", 0, 0, Messages.codes(0, 0, TOKENS));
    document(0, 1);

    AuditReport report = audit.finish(List.of());

    assertThat(report.malformed()).isEqualTo(1);
    assertThat(report.lost()).isEqualTo(1);
    assertThat(report.findings().getFirst())
        .contains("hidden-states.tiny/0/0", "states.rows: is 7, must be 8");
  }

  @Test
  void anAnswerInAnotherPartitionIsMalformed() {
    take("texts", 0, 0, Messages.document("d"));
    take("hidden-states.tiny", 1, 0, Messages.states(0, 0, TOKENS));

    AuditReport report = audit.finish(List.of());

    assertThat(report.malformed()).isEqualTo(1);
    assertThat(report.findings().getFirst()).contains("document.partition: is 0, must be 1");
  }

  @Test
  void garbageIsMalformed() {
    take("hidden-states.tiny", 0, 0, Messages.document("not states"));

    AuditReport report = audit.finish(List.of());

    assertThat(report.malformed()).isEqualTo(1);
    assertThat(report.findings().getFirst()).contains("factorscope.v1.HiddenStateBatch");
  }

  @Test
  void gapsOverTheLimitAreCounted() {
    take("texts", 0, 0, Messages.document("d"));
    take("hidden-states.tiny", 0, 0, Messages.states(0, 0, TOKENS));
    CodeBatch whole = Messages.codes(0, 0, TOKENS);
    take(
        "codes.tiny",
        0,
        0,
        whole.toBuilder()
            .setCodes(whole.getCodes().toBuilder().setGaps(Messages.floats(8, 3e-4f)))
            .build());

    AuditReport report = audit.finish(List.of());

    assertThat(report.code().gapsOverLimit()).isEqualTo(8);
    assertThat(report.clean()).isFalse();
  }

  @Test
  void aGapThatIsNoNumberIsOverTheLimit() {
    take("texts", 0, 0, Messages.document("d"));
    CodeBatch whole = Messages.codes(0, 0, TOKENS);
    take(
        "codes.tiny",
        0,
        0,
        whole.toBuilder()
            .setCodes(whole.getCodes().toBuilder().setGaps(Messages.floats(8, Float.NaN)))
            .build());

    assertThat(audit.finish(List.of()).code().gapsOverLimit()).isEqualTo(8);
  }

  @Test
  void codesWithoutADictionaryAreMalformed() {
    take("codes.tiny", 0, 0, Messages.codes(0, 0, TOKENS).toBuilder().clearDictionary().build());

    assertThat(audit.finish(List.of()).findings().getFirst()).contains("dictionary.name");
  }

  @Test
  void aVersionHasOneContent() {
    document(0, 0);
    take(
        "codes.tiny",
        0,
        1,
        Messages.codes(0, 1, TOKENS).toBuilder().setDictionary(Messages.version(2)).build());

    assertThat(audit.finish(List.of()).findings().getFirst())
        .contains("dictionary.content_hash: of version 1");
  }

  @Test
  void factorsMustAscend() {
    CodeBatch whole = Messages.codes(0, 0, TOKENS);
    take(
        "codes.tiny",
        0,
        0,
        whole.toBuilder()
            .setCodes(
                whole.getCodes().toBuilder()
                    .setSupports(Messages.shorts(8, 2))
                    .setFactors(Messages.shorts(16, 7))
                    .setActivations(Messages.floats(16, 1f)))
            .build());

    assertThat(audit.finish(List.of()).findings().getFirst())
        .contains("codes.factors: row 0 has 7 after 7");
  }

  @Test
  void aFactorThatNoDictionaryHasIsMalformed() {
    CodeBatch whole = Messages.codes(0, 0, TOKENS);
    take(
        "codes.tiny",
        0,
        0,
        whole.toBuilder()
            .setCodes(
                whole.getCodes().toBuilder()
                    .setFactorType(ElementType.UINT32)
                    .setFactors(Messages.shorts(16, 0x7FFF)))
            .build());

    assertThat(audit.finish(List.of()).findings().getFirst())
        .contains("codes.factors: is 2147450879, must be below 16777216");
  }

  /** The audit's end is the end of `up`: whatever a record is, it is a finding at most. */
  @Test
  void noMutationOfARecordEndsTheAudit() {
    Mutations mutations = new Mutations(23);
    for (int i = 0; i < 5_000; i++) {
      take("texts", 0, i, Messages.document("d" + i));
      take("hidden-states.tiny", 0, i, mutations.of(Messages.states(0, i, TOKENS)));
      take("codes.tiny", 0, i, mutations.of(Messages.codes(0, i, TOKENS)));
    }

    assertThat(audit.finish(List.of()).malformed()).isBetween(1_000L, 9_999L);
  }

  @Test
  void partsOfADocumentCountOnce() {
    for (int index = 0; index < 3; index++) {
      take("texts", 0, index, part(index));
      take("hidden-states.tiny", 0, index, Messages.states(0, index, TOKENS));
      take("codes.tiny", 0, index, Messages.codes(0, index, TOKENS));
    }

    AuditReport report = audit.finish(List.of());

    assertThat(report.clean()).isTrue();
    assertThat(report.texts()).isEqualTo(3);
    assertThat(report.documents()).isEqualTo(1);
  }

  @Test
  void aDocumentThatTheEmbedderSplitsCountsOnce() {
    take("texts", 0, 0, Messages.document("long"));
    take("hidden-states.tiny", 0, 0, Messages.noStates(0, 0, Reason.SPLIT));
    take("codes.tiny", 0, 0, Messages.noCodes(0, 0, Reason.SPLIT));
    for (int index = 0; index < 2; index++) {
      take("texts", 0, 1 + index, part(index));
      take("hidden-states.tiny", 0, 1 + index, Messages.states(0, 1 + index, TOKENS));
      take("codes.tiny", 0, 1 + index, Messages.codes(0, 1 + index, TOKENS));
    }

    AuditReport report = audit.finish(List.of());

    assertThat(report.clean()).isTrue();
    assertThat(report.documents()).isEqualTo(1);
    assertThat(report.noVectors().split()).isEqualTo(1);
  }

  @Test
  void countsDeadLettersAndTheirAnswers() {
    take("texts", 0, 0, Messages.document("bad"));
    take("dead-letters", 0, 0, Messages.document("stands for a dead letter"));
    take("hidden-states.tiny", 0, 0, Messages.noStates(0, 0, Reason.DEAD_LETTER));
    take("codes.tiny", 0, 0, Messages.noCodes(0, 0, Reason.DEAD_LETTER));

    AuditReport report = audit.finish(List.of());

    assertThat(report.clean()).isTrue();
    assertThat(report.deadLetters()).isEqualTo(1);
    assertThat(report.noVectors().deadLetter()).isEqualTo(1);
  }

  @Test
  void anAuditOfNothingIsClean() {
    AuditReport report = audit.finish(List.of());

    assertThat(report.clean()).isTrue();
    assertThat(report.code().explainedVariance()).isNull();
    assertThat(report.code().supportP95()).isZero();
  }

  private static Document part(int index) {
    return Messages.document("long").toBuilder()
        .setPart(Part.newBuilder().setIndex(index).setCount(3))
        .build();
  }

  private void document(int partition, long offset) {
    take("texts", partition, offset, Messages.document("d" + offset));
    take("hidden-states.tiny", partition, offset, Messages.states(partition, offset, TOKENS));
    take("codes.tiny", partition, offset, Messages.codes(partition, offset, TOKENS));
  }

  private void take(String topic, int partition, long offset, Message message) {
    audit.take(Messages.record(topic, partition, offset, message));
  }
}
