package io.factorscope.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that come out of order, or contradict others. */
class OrderAndFormTest extends PartitionFixture {

  @Test
  void reorderingIsNeitherLossNorDoubling() {
    audit.text(0);
    audit.text(1);
    whole(AuditedStep.HIDDEN_STATES, 1);
    whole(AuditedStep.HIDDEN_STATES, 0);
    whole(AuditedStep.CODES, 0);
    whole(AuditedStep.CODES, 1);

    audit.finish();

    assertThat(findings.outOfOrder()).isEqualTo(1);
    assertThat(findings.lost()).isZero();
    assertThat(findings.doubled()).isZero();
  }

  @Test
  void slicesOfADocumentOutOfOrderAreFound() {
    audit.text(0);
    answer(AuditedStep.HIDDEN_STATES, 0, SECOND);
    answer(AuditedStep.HIDDEN_STATES, 0, FIRST);
    whole(AuditedStep.CODES, 0);

    audit.finish();

    assertThat(findings.outOfOrder()).isEqualTo(1);
    assertThat(findings.lost() + findings.doubled()).isZero();
  }

  @Test
  void answersToWhatTextsDoesNotHoldAreMalformed() {
    audit.text(0);
    whole(AuditedStep.HIDDEN_STATES, 0);
    whole(AuditedStep.CODES, 0);
    whole(AuditedStep.HIDDEN_STATES, 1);
    whole(AuditedStep.CODES, 1);
    audit.readTextsTo(2);

    audit.finish();

    assertThat(findings.malformed()).isEqualTo(1);
    assertThat(findings.told()).singleElement().asString().contains("texts has no such record");
  }

  @Test
  void contradictingWindowsAreMalformed() {
    audit.text(0);
    answer(AuditedStep.HIDDEN_STATES, 0, FIRST);
    audit.answer(
        AuditedStep.HIDDEN_STATES, new Answer(record++, 0, 0, 5, LAYERS, List.of(SECOND), null));
    answer(AuditedStep.HIDDEN_STATES, 0, new SliceSpan(0, 9, 4, 9));
    answer(AuditedStep.HIDDEN_STATES, 0, new SliceSpan(7, 9, 4, 9));
    answer(AuditedStep.HIDDEN_STATES, 0, new SliceSpan(1, 3, 2, 4));

    assertThat(findings.malformed()).isEqualTo(4);
  }
}
