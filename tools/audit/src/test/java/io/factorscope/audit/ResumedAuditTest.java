package io.factorscope.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Audits that begin in the midst of a stream, and where the next one may begin. */
class ResumedAuditTest extends PartitionFixture {

  @Test
  void leftoversOfWhatRetentionHasCutArePassedOver() {
    audit = audit(10, true, 1000);
    audit.text(8);
    audit.text(9);
    answer(AuditedStep.HIDDEN_STATES, 9, SECOND);
    audit.text(10);
    whole(AuditedStep.HIDDEN_STATES, 10);
    whole(AuditedStep.CODES, 10);

    audit.finish();

    assertClean();
    assertThat(audit.texts()).isEqualTo(1);
  }

  @Test
  void afterTheStartWhatIsBelowItIsAReplay() {
    audit = audit(10, true, 1000);
    audit.text(10);
    whole(AuditedStep.HIDDEN_STATES, 10);
    whole(AuditedStep.HIDDEN_STATES, 9);
    whole(AuditedStep.CODES, 10);

    audit.finish();

    assertThat(findings.doubled()).isEqualTo(14);
  }

  @Test
  void atACheckpointWhatIsBelowItIsAReplay() {
    audit = audit(10, false, 1000);
    whole(AuditedStep.CODES, 9);

    assertThat(findings.doubled()).isEqualTo(14);
  }

  @Test
  void aLaterAuditResumesAtTheFirstRecordOfAnOpenDocument() {
    audit.text(0);
    audit.text(1);
    audit.text(2);
    whole(AuditedStep.HIDDEN_STATES, 0);
    whole(AuditedStep.CODES, 0);
    long firstOfOpen = record;
    answer(AuditedStep.HIDDEN_STATES, 1, FIRST);
    answer(AuditedStep.HIDDEN_STATES, 1, SECOND);
    whole(AuditedStep.HIDDEN_STATES, 2);

    assertThat(audit.settledBelow()).isEqualTo(1);
    assertThat(audit.resumeAt(AuditedStep.HIDDEN_STATES, record)).isEqualTo(firstOfOpen);
    assertThat(audit.resumeAt(AuditedStep.CODES, 77)).isEqualTo(77);
  }
}
