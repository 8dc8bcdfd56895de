package io.factorscope.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the audit of one partition finds lost or doubled, and how it counts that. */
class LostAndDoubledTest extends PartitionFixture {

  @Test
  void countsADoubledSliceByItsVectors() {
    audit.text(0);
    answer(AuditedStep.HIDDEN_STATES, 0, FIRST);
    answer(AuditedStep.HIDDEN_STATES, 0, new SliceSpan(0, 4, 2, 4));
    answer(AuditedStep.HIDDEN_STATES, 0, SECOND);
    whole(AuditedStep.CODES, 0);

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
    answer(AuditedStep.HIDDEN_STATES, 0, FIRST, FIRST, SECOND);
    whole(AuditedStep.CODES, 0);

    audit.finish();

    assertThat(findings.doubled()).isEqualTo(8);
  }

  @Test
  void countsALostTokenInEachLayer() {
    audit.text(0);
    audit.text(1);
    whole(AuditedStep.HIDDEN_STATES, 0);
    answer(AuditedStep.CODES, 0, new SliceSpan(0, 4, 0, 3), SECOND);
    whole(AuditedStep.HIDDEN_STATES, 1);
    whole(AuditedStep.CODES, 1);

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
    answer(AuditedStep.HIDDEN_STATES, 0, FIRST);
    whole(AuditedStep.CODES, 0);
    whole(AuditedStep.HIDDEN_STATES, 1);
    whole(AuditedStep.CODES, 1);

    audit.finish();

    assertThat(findings.lost()).isEqualTo(2);
    assertThat(findings.told()).singleElement().asString().contains("1 of 2 windows");
  }

  @Test
  void countsAMissingAnswerOnceALaterOneIsThere() {
    audit.text(0);
    audit.text(1);
    whole(AuditedStep.HIDDEN_STATES, 0);
    whole(AuditedStep.HIDDEN_STATES, 1);
    whole(AuditedStep.CODES, 1);

    audit.finish();

    assertThat(findings.lost()).isEqualTo(1);
    assertThat(findings.told())
        .singleElement()
        .asString()
        .contains("codes of texts/3/0: no answer");
  }

  @Test
  void aLostDocumentIsNotPending() {
    audit.text(0);
    audit.text(1);
    whole(AuditedStep.HIDDEN_STATES, 0);
    whole(AuditedStep.HIDDEN_STATES, 1);
    whole(AuditedStep.CODES, 1);

    assertThat(audit.pending()).isZero();
  }

  @Test
  void aReplayAfterTheDocumentWasForgottenIsDoubled() {
    for (long document = 0; document < 10; document++) {
      audit.text(document);
      whole(AuditedStep.HIDDEN_STATES, document);
      whole(AuditedStep.CODES, document);
    }
    whole(AuditedStep.CODES, 4);

    audit.finish();

    assertThat(findings.doubled()).isEqualTo(14);
    assertThat(findings.lost()).isZero();
  }

  @Test
  void aReplayWhileTheOtherTopicIsBehindIsDoubled() {
    audit.text(0);
    whole(AuditedStep.HIDDEN_STATES, 0);
    whole(AuditedStep.HIDDEN_STATES, 0);
    whole(AuditedStep.CODES, 0);

    audit.finish();

    assertThat(findings.doubled()).isEqualTo(14);
  }

  @Test
  void codesOfFewerWindowsLoseTheRest() {
    audit.text(0);
    whole(AuditedStep.HIDDEN_STATES, 0);
    audit.answer(AuditedStep.CODES, new Answer(record++, 0, 0, 1, LAYERS, List.of(FIRST), null));

    audit.finish();

    assertThat(findings.lost()).isEqualTo(6);
  }
}
