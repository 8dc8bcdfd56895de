package io.factorscope.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The audit of one partition of texts, fed slice by slice: what is whole, and what may still come.
 */
class PartitionAuditTest extends PartitionFixture {

  @Test
  void findsNothingInAStreamThatIsWhole() {
    for (long document = 0; document < 50; document++) {
      audit.text(document);
      whole(AuditedStep.HIDDEN_STATES, document);
      whole(AuditedStep.CODES, document);
    }

    audit.finish();

    assertClean();
    assertThat(totals(AuditedStep.HIDDEN_STATES).vectors()).isEqualTo(700);
    assertThat(totals(AuditedStep.CODES).tokens()).isEqualTo(350);
    assertThat(totals(AuditedStep.CODES).windows()).isEqualTo(100);
  }

  @Test
  void takesTopicsInAnyInterleaving() {
    for (long document = 0; document < 5; document++) {
      whole(AuditedStep.CODES, document);
    }
    for (long document = 0; document < 5; document++) {
      whole(AuditedStep.HIDDEN_STATES, document);
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
    for (AuditedStep step : AuditedStep.values()) {
      answer(step, 0, new SliceSpan(0, 4, 0, 1));
      answer(step, 0, new SliceSpan(0, 4, 1, 4), new SliceSpan(1, 3, 0, 2));
      answer(step, 0, new SliceSpan(1, 3, 2, 3));
    }

    audit.finish();

    assertClean();
  }

  @Test
  void gapsOfTransactionMarkersMeanNothing() {
    for (long document : new long[] {0, 3, 4, 9}) {
      audit.text(document);
      whole(AuditedStep.HIDDEN_STATES, document);
      whole(AuditedStep.CODES, document);
    }
    audit.readTextsTo(12);

    audit.finish();

    assertClean();
    assertThat(audit.texts()).isEqualTo(4);
    assertThat(audit.settledBelow()).isEqualTo(12);
  }

  @Test
  void whatMayStillComeIsPendingNotLost() {
    audit.text(0);
    audit.text(1);
    whole(AuditedStep.HIDDEN_STATES, 0);
    answer(AuditedStep.CODES, 0, FIRST);

    assertThat(audit.pending()).isEqualTo(2);

    audit.finish();

    assertClean();
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
  void topicsThatRunAheadWaitInACrowd() {
    audit = audit(0, false, 10);
    for (long document = 0; document < 10; document++) {
      audit.text(document);
    }
    whole(AuditedStep.HIDDEN_STATES, 0);

    assertThat(audit.mayReadTexts()).isFalse();
    assertThat(audit.mayRead(AuditedStep.HIDDEN_STATES)).isFalse();
    assertThat(audit.mayRead(AuditedStep.CODES)).isTrue();

    whole(AuditedStep.CODES, 0);

    assertThat(audit.mayReadTexts()).isTrue();
    assertThat(audit.mayRead(AuditedStep.HIDDEN_STATES)).isTrue();
  }

  @Test
  void aCrowdBehindALostDocumentDoesNotGrow() {
    audit = audit(0, false, 10);
    audit.text(0);
    whole(AuditedStep.HIDDEN_STATES, 0);

    for (long document = 1; document < 100; document++) {
      audit.text(document);
      whole(AuditedStep.HIDDEN_STATES, document);
      whole(AuditedStep.CODES, document);
    }

    assertThat(audit.settledBelow()).isEqualTo(100);
    assertThat(findings.lost()).isEqualTo(1);
  }
}
