package io.factorscope.audit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.v1.NoVectors.Reason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One partition of texts under audit, fed slice by slice. */
abstract class PartitionFixture {

  static final List<Integer> LAYERS = List.of(0, 2);

  /** The slices of a document of two windows: 7 tokens, and so 14 vectors in the two layers. */
  static final SliceSpan FIRST = new SliceSpan(0, 4, 0, 4);

  static final SliceSpan SECOND = new SliceSpan(1, 3, 0, 3);

  final Findings findings = new Findings();
  private final Map<AuditedStep, StepTotals> totals = new EnumMap<>(AuditedStep.class);
  PartitionAudit audit = audit(0, false, 1000);
  long record;

  PartitionAudit audit(long start, boolean leftovers, int maxOpen) {
    for (AuditedStep step : AuditedStep.values()) {
      totals.put(step, new StepTotals(0));
    }
    return new PartitionAudit(3, new PartitionStart(start, leftovers), totals, findings, maxOpen);
  }

  void whole(AuditedStep step, long document) {
    answer(step, document, FIRST, SECOND);
  }

  void answer(AuditedStep step, long document, SliceSpan... slices) {
    audit.answer(step, answer(document, List.of(slices), null));
  }

  void none(AuditedStep step, long document, Reason reason) {
    audit.answer(step, answer(document, List.of(), reason));
  }

  Answer answer(long document, List<SliceSpan> slices, @Nullable Reason reason) {
    return new Answer(record++, 0, document, slices.isEmpty() ? 0 : 2, LAYERS, slices, reason);
  }

  StepTotals totals(AuditedStep step) {
    return requireNonNull(totals.get(step));
  }

  void assertClean() {
    assertThat(findings.told()).isEmpty();
    assertThat(findings.lost() + findings.doubled() + findings.outOfOrder() + findings.malformed())
        .isZero();
  }
}
