package io.factorscope.audit;

import io.factorscope.v1.NoVectors.Reason;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One document that is not done with: whether texts has it, and what each stage has shown of it.
 */
final class DocumentRow {

  private final String place;
  private final Findings findings;
  private final Map<Stage, Coverage> answers = new EnumMap<>(Stage.class);
  private boolean inTexts;
  private boolean settled;

  /**
   * A document of which nothing is known.
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

  /** Takes the next record of a stage. */
  void add(Stage stage, Answer answer, StageTotals totals) {
    answers
        .computeIfAbsent(
            stage, s -> new Coverage(s.label() + " of " + place, answer.record(), totals, findings))
        .add(answer);
    settle();
  }

  boolean complete(Stage stage) {
    Coverage coverage = answers.get(stage);
    return coverage != null && coverage.complete();
  }

  /** Whether it is in texts, and whole in both stages. */
  boolean settled() {
    return inTexts && settled;
  }

  /** Offset of its first record in a stage's topic; the largest number if there is none yet. */
  long firstRecord(Stage stage) {
    Coverage coverage = answers.get(stage);
    return coverage == null ? Long.MAX_VALUE : coverage.firstRecord();
  }

  /** Counts as lost what a stage has not shown. */
  void reportMissing(Stage stage) {
    Coverage coverage = answers.get(stage);
    if (coverage == null) {
      findings.lost(1, stage.label() + " of " + place + ": no answer");
    } else if (!coverage.complete()) {
      coverage.reportMissing();
    }
  }

  /** Why a stage has no vectors of it; null if it has some, or has not answered. */
  @Nullable Reason reason(Stage stage) {
    Coverage coverage = answers.get(stage);
    return coverage == null ? null : coverage.reason();
  }

  private void settle() {
    Coverage states = answers.get(Stage.HIDDEN_STATES);
    Coverage codes = answers.get(Stage.CODES);
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
