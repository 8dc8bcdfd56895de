package io.factorscope.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.v1.NoVectors.Reason;
import org.junit.jupiter.api.Test;

/** Answers without vectors. */
class NoVectorsAuditTest extends PartitionFixture {

  @Test
  void noVectorsIsAnAnswer() {
    audit.text(0);
    none(AuditedStep.HIDDEN_STATES, 0, Reason.EMPTY);
    none(AuditedStep.CODES, 0, Reason.EMPTY);
    audit.text(1);
    none(AuditedStep.HIDDEN_STATES, 1, Reason.SPLIT);
    none(AuditedStep.CODES, 1, Reason.SPLIT);

    audit.finish();

    assertClean();
    assertThat(audit.reasons()).containsEntry(Reason.EMPTY, 1L).containsEntry(Reason.SPLIT, 1L);
  }

  @Test
  void noVectorsTwiceIsDoubled() {
    audit.text(0);
    none(AuditedStep.HIDDEN_STATES, 0, Reason.EMPTY);
    none(AuditedStep.CODES, 0, Reason.EMPTY);
    none(AuditedStep.CODES, 0, Reason.EMPTY);

    audit.finish();

    assertThat(findings.doubled()).isEqualTo(1);
  }

  @Test
  void aCodersDeadLetterAnswersWhatHasVectors() {
    audit.text(0);
    whole(AuditedStep.HIDDEN_STATES, 0);
    none(AuditedStep.CODES, 0, Reason.DEAD_LETTER);

    audit.finish();

    assertClean();
    assertThat(audit.reasons()).containsEntry(Reason.DEAD_LETTER, 1L);
  }

  @Test
  void codesThatCallADocumentEmptyThatHasVectorsLoseThem() {
    audit.text(0);
    whole(AuditedStep.HIDDEN_STATES, 0);
    none(AuditedStep.CODES, 0, Reason.EMPTY);

    audit.finish();

    assertThat(findings.lost()).isEqualTo(14);
  }
}
