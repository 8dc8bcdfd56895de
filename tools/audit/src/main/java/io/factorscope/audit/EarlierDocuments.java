package io.factorscope.audit;

import java.util.EnumMap;
import java.util.Map;

/**
 * The documents of a partition before the start: of them not all topics hold everything any more.
 * What can still be seen is whether those that codes goes back to were answered at all, and whether
 * texts has lost some that nobody has answered.
 */
final class EarlierDocuments {

  /** So many offsets between two answers are marks of transactions. */
  private static final int MARKS = 2;

  private final int partition;
  private final PartitionStart start;
  private final OffsetRanges texts = new OffsetRanges();
  private final Map<AuditedStep, OffsetRanges> answered = new EnumMap<>(AuditedStep.class);

  /** From where on the coder has said that it does not know; -1 for nowhere. */
  private long unknownFrom = -1;

  /** All before this one are answered in codes, or never will be. */
  private long overtaken;

  EarlierDocuments(int partition, PartitionStart start) {
    this.partition = partition;
    this.start = start;
    for (AuditedStep step : AuditedStep.values()) {
      answered.put(step, new OffsetRanges());
    }
  }

  /** Takes a record of texts. */
  void text(long offset) {
    texts.add(offset, offset + 1);
  }

  /** Takes an answer for documents [first, end). */
  void answer(AuditedStep step, long first, long end) {
    if (step == AuditedStep.CODES) {
      answered(first);
      overtaken = Math.max(overtaken, end);
    }
    of(step).add(first, Math.min(end, start.document()));
  }

  /**
   * The coder says that states were deleted unread: of which documents shows in what comes next.
   */
  void statesDeleted() {
    if (unknownFrom < 0) {
      unknownFrom = codes().isEmpty() ? 0 : codes().end();
    }
  }

  /** The coder answers a document: nothing more of those before it will come. */
  void answered(long document) {
    overtaken = Math.max(overtaken, Math.min(document, start.document()));
    closeUnknown(document);
  }

  /** What lies between what the coder did not know and what it knows again was answered so. */
  private void closeUnknown(long document) {
    if (unknownFrom >= 0) {
      codes().add(unknownFrom, Math.min(document, start.document()));
      unknownFrom = -1;
    }
  }

  /** Documents whose codes may still come. */
  long pending() {
    boolean knowsNone = codes().isEmpty() || unknownFrom >= 0;
    return knowsNone ? 0 : unanswered(overtaken, start.document()).count();
  }

  /** Judges what was seen. */
  void finish(Findings findings) {
    closeUnknown(start.document());
    if (!codes().isEmpty()) {
      OffsetRanges lost = unanswered(codes().first(), overtaken);
      if (!lost.isEmpty()) {
        findings.lost(
            lost.count(),
            "codes of texts/" + partition + "/" + lost.first() + " and on: no answer");
      }
    }
    tellUncounted(findings);
  }

  private OffsetRanges unanswered(long first, long end) {
    return texts.within(first, end).minus(codes());
  }

  private void tellUncounted(Findings findings) {
    OffsetRanges gone = new OffsetRanges();
    gone.add(answersFrom(), Math.min(start.texts(), start.document()));
    OffsetRanges uncounted =
        gone.minus(codes()).minus(of(AuditedStep.HIDDEN_STATES)).longerThan(MARKS);
    if (!uncounted.isEmpty()) {
      findings.uncounted(
          uncounted.count(),
          "texts/%d has lost offsets between %d and %d that no answer is about: documents deleted unread, or before the embedder's first start, or records of aborted transactions"
              .formatted(partition, uncounted.first(), uncounted.end() - 1));
    }
  }

  /** The first document that must be answered by what codes and hidden-states still hold. */
  private long answersFrom() {
    if (start.allAnswers()) {
      return 0;
    }
    return codes().isEmpty() ? start.document() : codes().first();
  }

  private OffsetRanges codes() {
    return of(AuditedStep.CODES);
  }

  private OffsetRanges of(AuditedStep step) {
    OffsetRanges found = answered.get(step);
    if (found == null) {
      throw new IllegalStateException("no answers of " + step);
    }
    return found;
  }
}
