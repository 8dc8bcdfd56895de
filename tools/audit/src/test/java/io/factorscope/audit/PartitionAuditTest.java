package io.factorscope.audit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.v1.NoVectors.Reason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The audit of one partition of texts, fed slice by slice. */
class PartitionAuditTest {

  private static final List<Integer> LAYERS = List.of(0, 2);

  /** The slices of a document of two windows: 7 tokens, and so 14 vectors in the two layers. */
  private static final SliceSpan FIRST = new SliceSpan(0, 4, 0, 4);

  private static final SliceSpan SECOND = new SliceSpan(1, 3, 0, 3);

  private final Findings findings = new Findings();
  private final Map<Stage, StageTotals> totals = new EnumMap<>(Stage.class);
  private PartitionAudit audit = audit(0, false, 1000);
  private long record;

  @Test
  void findsNothingInAStreamThatIsWhole() {
    for (long document = 0; document < 50; document++) {
      audit.text(document);
      whole(Stage.HIDDEN_STATES, document);
      whole(Stage.CODES, document);
    }

    audit.finish();

    assertClean();
    assertThat(totals(Stage.HIDDEN_STATES).vectors()).isEqualTo(700);
    assertThat(totals(Stage.CODES).tokens()).isEqualTo(350);
    assertThat(totals(Stage.CODES).windows()).isEqualTo(100);
  }

  @Test
  void takesTopicsInAnyInterleaving() {
    for (long document = 0; document < 5; document++) {
      whole(Stage.CODES, document);
    }
    for (long document = 0; document < 5; document++) {
      whole(Stage.HIDDEN_STATES, document);
    }
    for (long document = 0; document < 5; document++) {
      audit.text(document);
    }

    audit.finish();

    assertClean();
    assertThat(audit.settledBelow()).isEqualTo(5);
  }

  @Test
  void takesSlicesInSeveralRecords() {
    audit.text(0);
    for (Stage stage : Stage.values()) {
      answer(stage, 0, new SliceSpan(0, 4, 0, 1));
      answer(stage, 0, new SliceSpan(0, 4, 1, 4), new SliceSpan(1, 3, 0, 2));
      answer(stage, 0, new SliceSpan(1, 3, 2, 3));
    }

    audit.finish();

    assertClean();
  }

  @Test
  void gapsOfTransactionMarkersMeanNothing() {
    for (long document : new long[] {0, 3, 4, 9}) {
      audit.text(document);
      whole(Stage.HIDDEN_STATES, document);
      whole(Stage.CODES, document);
    }
    audit.readTextsTo(12);

    audit.finish();

    assertClean();
    assertThat(audit.texts()).isEqualTo(4);
    assertThat(audit.settledBelow()).isEqualTo(12);
  }

  @Test
  void countsADoubledSliceByItsVectors() {
    audit.text(0);
    answer(Stage.HIDDEN_STATES, 0, FIRST);
    answer(Stage.HIDDEN_STATES, 0, new SliceSpan(0, 4, 2, 4));
    answer(Stage.HIDDEN_STATES, 0, SECOND);
    whole(Stage.CODES, 0);

    audit.finish();

    assertThat(findings.doubled()).isEqualTo(4);
    assertThat(findings.lost()).isZero();
    assertThat(findings.told())
        .singleElement()
        .asString()
        .contains("doubled (4)", "hidden-states of texts/3/0");
  }

  @Test
  void countsASliceTwiceInOneRecord() {
    audit.text(0);
    answer(Stage.HIDDEN_STATES, 0, FIRST, FIRST, SECOND);
    whole(Stage.CODES, 0);

    audit.finish();

    assertThat(findings.doubled()).isEqualTo(8);
  }

  @Test
  void countsALostTokenInEachLayer() {
    audit.text(0);
    audit.text(1);
    whole(Stage.HIDDEN_STATES, 0);
    answer(Stage.CODES, 0, new SliceSpan(0, 4, 0, 3), SECOND);
    whole(Stage.HIDDEN_STATES, 1);
    whole(Stage.CODES, 1);

    audit.finish();

    assertThat(findings.lost()).isEqualTo(2);
    assertThat(findings.told())
        .singleElement()
        .asString()
        .contains("codes of texts/3/0", "1 of 4 tokens");
  }

  @Test
  void countsALostWindow() {
    audit.text(0);
    audit.text(1);
    answer(Stage.HIDDEN_STATES, 0, FIRST);
    whole(Stage.CODES, 0);
    whole(Stage.HIDDEN_STATES, 1);
    whole(Stage.CODES, 1);

    audit.finish();

    assertThat(findings.lost()).isEqualTo(2);
    assertThat(findings.told()).singleElement().asString().contains("1 of 2 windows");
  }

  @Test
  void countsAMissingAnswerOnceALaterOneIsThere() {
    audit.text(0);
    audit.text(1);
    whole(Stage.HIDDEN_STATES, 0);
    whole(Stage.HIDDEN_STATES, 1);
    whole(Stage.CODES, 1);

    audit.finish();

    assertThat(findings.lost()).isEqualTo(1);
    assertThat(findings.told())
        .singleElement()
        .asString()
        .contains("codes of texts/3/0: no answer");
  }

  @Test
  void whatMayStillComeIsPendingNotLost() {
    audit.text(0);
    audit.text(1);
    whole(Stage.HIDDEN_STATES, 0);
    answer(Stage.CODES, 0, FIRST);

    assertThat(audit.pending()).isEqualTo(2);

    audit.finish();

    assertClean();
  }

  @Test
  void aLostDocumentIsNotPending() {
    audit.text(0);
    audit.text(1);
    whole(Stage.HIDDEN_STATES, 0);
    whole(Stage.HIDDEN_STATES, 1);
    whole(Stage.CODES, 1);

    assertThat(audit.pending()).isZero();
  }

  @Test
  void reorderingIsNeitherLossNorDoubling() {
    audit.text(0);
    audit.text(1);
    whole(Stage.HIDDEN_STATES, 1);
    whole(Stage.HIDDEN_STATES, 0);
    whole(Stage.CODES, 0);
    whole(Stage.CODES, 1);

    audit.finish();

    assertThat(findings.outOfOrder()).isEqualTo(1);
    assertThat(findings.lost()).isZero();
    assertThat(findings.doubled()).isZero();
  }

  @Test
  void slicesOfADocumentOutOfOrderAreFound() {
    audit.text(0);
    answer(Stage.HIDDEN_STATES, 0, SECOND);
    answer(Stage.HIDDEN_STATES, 0, FIRST);
    whole(Stage.CODES, 0);

    audit.finish();

    assertThat(findings.outOfOrder()).isEqualTo(1);
    assertThat(findings.lost() + findings.doubled()).isZero();
  }

  @Test
  void aReplayAfterTheDocumentWasForgottenIsDoubled() {
    for (long document = 0; document < 10; document++) {
      audit.text(document);
      whole(Stage.HIDDEN_STATES, document);
      whole(Stage.CODES, document);
    }
    whole(Stage.CODES, 4);

    audit.finish();

    assertThat(findings.doubled()).isEqualTo(14);
    assertThat(findings.lost()).isZero();
  }

  @Test
  void aReplayWhileTheOtherTopicIsBehindIsDoubled() {
    audit.text(0);
    whole(Stage.HIDDEN_STATES, 0);
    whole(Stage.HIDDEN_STATES, 0);
    whole(Stage.CODES, 0);

    audit.finish();

    assertThat(findings.doubled()).isEqualTo(14);
  }

  @Test
  void noVectorsIsAnAnswer() {
    audit.text(0);
    none(Stage.HIDDEN_STATES, 0, Reason.EMPTY);
    none(Stage.CODES, 0, Reason.EMPTY);
    audit.text(1);
    none(Stage.HIDDEN_STATES, 1, Reason.SPLIT);
    none(Stage.CODES, 1, Reason.SPLIT);

    audit.finish();

    assertClean();
    assertThat(audit.reasons()).containsEntry(Reason.EMPTY, 1L).containsEntry(Reason.SPLIT, 1L);
  }

  @Test
  void noVectorsTwiceIsDoubled() {
    audit.text(0);
    none(Stage.HIDDEN_STATES, 0, Reason.EMPTY);
    none(Stage.CODES, 0, Reason.EMPTY);
    none(Stage.CODES, 0, Reason.EMPTY);

    audit.finish();

    assertThat(findings.doubled()).isEqualTo(1);
  }

  @Test
  void aCodersDeadLetterAnswersWhatHasVectors() {
    audit.text(0);
    whole(Stage.HIDDEN_STATES, 0);
    none(Stage.CODES, 0, Reason.DEAD_LETTER);

    audit.finish();

    assertClean();
    assertThat(audit.reasons()).containsEntry(Reason.DEAD_LETTER, 1L);
  }

  @Test
  void codesThatCallADocumentEmptyThatHasVectorsLoseThem() {
    audit.text(0);
    whole(Stage.HIDDEN_STATES, 0);
    none(Stage.CODES, 0, Reason.EMPTY);

    audit.finish();

    assertThat(findings.lost()).isEqualTo(14);
  }

  @Test
  void codesOfFewerWindowsLoseTheRest() {
    audit.text(0);
    whole(Stage.HIDDEN_STATES, 0);
    audit.answer(Stage.CODES, new Answer(record++, 0, 0, 1, LAYERS, List.of(FIRST), null));

    audit.finish();

    assertThat(findings.lost()).isEqualTo(6);
  }

  @Test
  void answersToWhatTextsDoesNotHoldAreMalformed() {
    audit.text(0);
    whole(Stage.HIDDEN_STATES, 0);
    whole(Stage.CODES, 0);
    whole(Stage.HIDDEN_STATES, 1);
    whole(Stage.CODES, 1);
    audit.readTextsTo(2);

    audit.finish();

    assertThat(findings.malformed()).isEqualTo(1);
    assertThat(findings.told()).singleElement().asString().contains("texts has no such record");
  }

  @Test
  void contradictingWindowsAreMalformed() {
    audit.text(0);
    answer(Stage.HIDDEN_STATES, 0, FIRST);
    audit.answer(Stage.HIDDEN_STATES, new Answer(record++, 0, 0, 5, LAYERS, List.of(SECOND), null));
    answer(Stage.HIDDEN_STATES, 0, new SliceSpan(0, 9, 4, 9));
    answer(Stage.HIDDEN_STATES, 0, new SliceSpan(7, 9, 4, 9));
    answer(Stage.HIDDEN_STATES, 0, new SliceSpan(1, 3, 2, 4));

    assertThat(findings.malformed()).isEqualTo(4);
  }

  @Test
  void anEmptyPartitionIsClean() {
    audit.readTextsTo(0);

    audit.finish();

    assertClean();
    assertThat(audit.pending()).isZero();
    assertThat(audit.settledBelow()).isZero();
  }

  @Test
  void leftoversOfWhatRetentionHasCutArePassedOver() {
    audit = audit(10, true, 1000);
    audit.text(8);
    audit.text(9);
    answer(Stage.HIDDEN_STATES, 9, SECOND);
    audit.text(10);
    whole(Stage.HIDDEN_STATES, 10);
    whole(Stage.CODES, 10);

    audit.finish();

    assertClean();
    assertThat(audit.texts()).isEqualTo(1);
  }

  @Test
  void afterTheStartWhatIsBelowItIsAReplay() {
    audit = audit(10, true, 1000);
    audit.text(10);
    whole(Stage.HIDDEN_STATES, 10);
    whole(Stage.HIDDEN_STATES, 9);
    whole(Stage.CODES, 10);

    audit.finish();

    assertThat(findings.doubled()).isEqualTo(14);
  }

  @Test
  void atACheckpointWhatIsBelowItIsAReplay() {
    audit = audit(10, false, 1000);
    whole(Stage.CODES, 9);

    assertThat(findings.doubled()).isEqualTo(14);
  }

  @Test
  void aLaterAuditResumesAtTheFirstRecordOfAnOpenDocument() {
    audit.text(0);
    audit.text(1);
    audit.text(2);
    whole(Stage.HIDDEN_STATES, 0);
    whole(Stage.CODES, 0);
    long firstOfOpen = record;
    answer(Stage.HIDDEN_STATES, 1, FIRST);
    answer(Stage.HIDDEN_STATES, 1, SECOND);
    whole(Stage.HIDDEN_STATES, 2);

    assertThat(audit.settledBelow()).isEqualTo(1);
    assertThat(audit.resumeAt(Stage.HIDDEN_STATES, record)).isEqualTo(firstOfOpen);
    assertThat(audit.resumeAt(Stage.CODES, 77)).isEqualTo(77);
  }

  @Test
  void topicsThatRunAheadWaitInACrowd() {
    audit = audit(0, false, 10);
    for (long document = 0; document < 10; document++) {
      audit.text(document);
    }
    whole(Stage.HIDDEN_STATES, 0);

    assertThat(audit.mayReadTexts()).isFalse();
    assertThat(audit.mayRead(Stage.HIDDEN_STATES)).isFalse();
    assertThat(audit.mayRead(Stage.CODES)).isTrue();

    whole(Stage.CODES, 0);

    assertThat(audit.mayReadTexts()).isTrue();
    assertThat(audit.mayRead(Stage.HIDDEN_STATES)).isTrue();
  }

  @Test
  void aCrowdBehindALostDocumentDoesNotGrow() {
    audit = audit(0, false, 10);
    audit.text(0);
    whole(Stage.HIDDEN_STATES, 0);

    for (long document = 1; document < 100; document++) {
      audit.text(document);
      whole(Stage.HIDDEN_STATES, document);
      whole(Stage.CODES, document);
    }

    assertThat(audit.settledBelow()).isEqualTo(100);
    assertThat(findings.lost()).isEqualTo(1);
  }

  private PartitionAudit audit(long start, boolean leftovers, int maxOpen) {
    for (Stage stage : Stage.values()) {
      totals.put(stage, new StageTotals(0));
    }
    return new PartitionAudit(3, new PartitionStart(start, leftovers), totals, findings, maxOpen);
  }

  private void whole(Stage stage, long document) {
    answer(stage, document, FIRST, SECOND);
  }

  private void answer(Stage stage, long document, SliceSpan... slices) {
    audit.answer(stage, answer(document, List.of(slices), null));
  }

  private void none(Stage stage, long document, Reason reason) {
    audit.answer(stage, answer(document, List.of(), reason));
  }

  private Answer answer(long document, List<SliceSpan> slices, @Nullable Reason reason) {
    return new Answer(record++, 0, document, slices.isEmpty() ? 0 : 2, LAYERS, slices, reason);
  }

  private StageTotals totals(Stage stage) {
    return requireNonNull(totals.get(stage));
  }

  private void assertClean() {
    assertThat(findings.told()).isEmpty();
    assertThat(findings.lost() + findings.doubled() + findings.outOfOrder() + findings.malformed())
        .isZero();
  }
}
