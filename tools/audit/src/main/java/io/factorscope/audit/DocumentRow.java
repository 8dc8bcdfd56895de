package io.factorscope.audit;

import io.factorscope.v1.NoVectors.Reason;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An open document: whether texts has it, and what each step has shown of it. */
final class DocumentRow {

  private final String place;
  private final Findings findings;
  private final Map<AuditedStep, Coverage> answers = new EnumMap<>(AuditedStep.class);
  private boolean inTexts;
  private boolean settled;

  /**
   * A document before its first record.
   *
   * @param place in texts, for people
   */
  DocumentRow(String place, Findings findings) {
    this.place = place;
    this.findings = findings;
  }

  void seenInTexts() {
    inTexts = true;
  }

  boolean inTexts() {
    return inTexts;
  }

  /** Takes the next record of a step. */
  void add(AuditedStep step, Answer answer, StepTotals totals) {
    answers
        .computeIfAbsent(
            step, s -> new Coverage(s.label() + " of " + place, answer.record(), totals, findings))
        .add(answer);
    settle();
  }

  boolean complete(AuditedStep step) {
    Coverage coverage = answers.get(step);
    return coverage != null && coverage.complete();
  }

  /** Whether it is in texts, and whole in both steps. */
  boolean settled() {
    return inTexts && settled;
  }

  /** Offset of its first record in a step's topic; the largest number if there is none yet. */
  long firstRecord(AuditedStep step) {
    Coverage coverage = answers.get(step);
    return coverage == null ? Long.MAX_VALUE : coverage.firstRecord();
  }

  /** Counts as lost what a step has not shown. */
  void reportMissing(AuditedStep step) {
    Coverage coverage = answers.get(step);
    if (coverage == null) {
      findings.lost(1, step.label() + " of " + place + ": no answer");
    } else if (!coverage.complete()) {
      coverage.reportMissing();
    }
  }

  /** Why a step has no vectors of it; null if it has some, or has not answered. */
  @Nullable Reason reason(AuditedStep step) {
    Coverage coverage = answers.get(step);
    return coverage == null ? null : coverage.reason();
  }

  private void settle() {
    Coverage states = answers.get(AuditedStep.HIDDEN_STATES);
    Coverage codes = answers.get(AuditedStep.CODES);
    if (!settled && states != null && codes != null && states.complete() && codes.complete()) {
      settled = true;
      compare(states, codes);
    }
  }

  /** Each is whole by its own account; they must agree, unless the states could not be coded. */
  private void compare(Coverage states, Coverage codes) {
    if (codes.reason() == Reason.DEAD_LETTER) {
      return;
    }
    long missing = (long) (states.tokens() - codes.tokens()) * states.layers();
    if (missing > 0) {
      findings.lost(missing, "codes of " + place + ": hidden-states has more tokens");
    } else if (missing < 0 || states.windows() != codes.windows()) {
      findings.malformed("codes of " + place + ": are not of the windows in hidden-states");
    }
  }
}
