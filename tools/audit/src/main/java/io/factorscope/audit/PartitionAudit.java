package io.factorscope.audit;

import io.factorscope.v1.NoVectors.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The documents of one partition, each from when it is first seen until it is whole everywhere.
 *
 * <p>Texts and both steps are read side by side, in any interleaving. Answers come in the order of
 * the documents, so that a document is lost, not late, once a later one is answered.
 */
final class PartitionAudit {

  private final int partition;
  private final PartitionStart start;
  private final Map<AuditedStep, StepTotals> totals;
  private final Findings findings;
  private final int maxOpen;
  private final NavigableMap<Long, DocumentRow> rows = new TreeMap<>();
  private final Map<AuditedStep, Long> top = new EnumMap<>(AuditedStep.class);
  private final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
  private final EarlierDocuments earlier;
  private final Deletions deleted;
  private long textsNext;
  private long textsSeen;

  /**
   * A partition before its first record.
   *
   * @param totals of each step, shared by all partitions
   * @param maxOpen documents from which on the topics that run ahead are to wait
   */
  PartitionAudit(
      int partition,
      PartitionStart start,
      Map<AuditedStep, StepTotals> totals,
      Findings findings,
      int maxOpen) {
    this.partition = partition;
    this.start = start;
    this.totals = totals;
    this.findings = findings;
    this.maxOpen = maxOpen;
    this.textsNext = start.document();
    this.earlier = new EarlierDocuments(partition, start);
    this.deleted = new Deletions(partition, start, findings);
  }

  /** Takes the next record of texts; false if it lies before the start. */
  boolean text(long offset) {
    if (offset < start.document()) {
      earlier.text(offset);
      return false;
    }
    textsSeen++;
    row(offset).seenInTexts();
    readTextsTo(offset + 1);
    return true;
  }

  /** Notes that texts is read up to an offset: what is answered below it and not there is wrong. */
  void readTextsTo(long next) {
    rows.subMap(textsNext, Math.max(textsNext, next)).forEach(this::requireInTexts);
    textsNext = Math.max(textsNext, next);
    forgetSettled();
  }

  /** Takes the next record of a step. */
  void answer(AuditedStep step, Answer answer) {
    long document = answer.document();
    if (isLeftover(step, document)) {
      earlier.answer(step, document, document + 1);
      return;
    }
    if (step == AuditedStep.CODES) {
      earlier.answered(start.document());
    }
    if (document < settledBelow()) {
      findings.doubled(
          Math.max(1, answer.vectors()),
          step.label()
              + " of "
              + place(document)
              + ": record "
              + answer.record()
              + " after it was whole");
      return;
    }
    addToRow(step, answer);
    top.merge(step, document, Math::max);
    forgetSettled();
  }

  /** Takes the next record of a step, which says what was deleted before it was read. */
  void deleted(AuditedStep step, DeletedRange range) {
    deleted.take(step, range);
    boolean early = top(step) < start.document();
    if (range.ofTexts()) {
      if (early) {
        earlier.answer(step, range.first(), range.end());
      }
      top.merge(step, range.end() - 1, Math::max);
    } else if (early) {
      earlier.statesDeleted();
    }
    forgetSettled();
  }

  /** Documents that are seen and whose answers may still come. */
  long pending() {
    long pending = earlier.pending();
    for (Map.Entry<Long, DocumentRow> row : rows.entrySet()) {
      if (isPending(row.getKey(), row.getValue())) {
        pending++;
      }
    }
    return pending;
  }

  /** Counts as lost what is missing in the documents that are open, and forgets them. */
  void finish() {
    rows.forEach(this::conclude);
    rows.clear();
    earlier.finish(findings);
  }

  /** Whether a step's topic should be read on, rather than wait for the others. */
  boolean mayRead(AuditedStep step) {
    return !crowded() || top(step) <= leastProgress();
  }

  /** Whether texts should be read on, rather than wait for the steps. */
  boolean mayReadTexts() {
    return !crowded() || textsNext - 1 <= leastProgress();
  }

  /** All documents below this offset are done with. */
  long settledBelow() {
    return rows.isEmpty() ? textsNext : Math.min(textsNext, rows.firstKey());
  }

  /**
   * From where a step's topic must be read again to see the open documents whole.
   *
   * @param position up to where it is read
   */
  long resumeAt(AuditedStep step, long position) {
    return rows.values().stream()
        .mapToLong(row -> row.firstRecord(step))
        .reduce(position, Math::min);
  }

  /** Records of texts that were read. */
  long texts() {
    return textsSeen;
  }

  /** Why closed documents have no vectors, and how many. */
  Map<Reason, Long> reasons() {
    return Map.copyOf(reasons);
  }

  private void requireInTexts(long document, DocumentRow row) {
    if (!row.inTexts()) {
      findings.malformed(place(document) + ": is answered, but texts has no such record");
      row.seenInTexts();
    }
  }

  /** Where retention has cut, the topics begin with answers to documents before the start. */
  private boolean isLeftover(AuditedStep step, long document) {
    return start.leftovers() && document < start.document() && top(step) < start.document();
  }

  private void addToRow(AuditedStep step, Answer answer) {
    DocumentRow row = row(answer.document());
    boolean late = answer.document() < top(step) && !row.complete(step);
    row.add(step, answer, totals(step));
    if (late) {
      findings.outOfOrder(
          step.label() + " of " + place(answer.document()) + ": after document " + top(step));
    }
  }

  private DocumentRow row(long document) {
    return rows.computeIfAbsent(document, offset -> new DocumentRow(place(offset), findings));
  }

  /** Forgets from the first on, so that what was forgotten is known by one offset. */
  private void forgetSettled() {
    while (!rows.isEmpty() && mayForget(rows.firstEntry())) {
      Map.Entry<Long, DocumentRow> first = rows.pollFirstEntry();
      conclude(first.getKey(), first.getValue());
    }
  }

  private boolean mayForget(Map.Entry<Long, DocumentRow> row) {
    return row.getValue().settled() || isToldDeleted(row) || isGivenUp(row);
  }

  private boolean isToldDeleted(Map.Entry<Long, DocumentRow> row) {
    return row.getValue().inTexts()
        && deleted.contains(AuditedStep.HIDDEN_STATES, row.getKey())
        && deleted.contains(AuditedStep.CODES, row.getKey());
  }

  /** One that has lost something is kept in case that it is out of order, while there is room. */
  private boolean isGivenUp(Map.Entry<Long, DocumentRow> row) {
    return crowded() && row.getValue().inTexts() && !isPending(row.getKey(), row.getValue());
  }

  private boolean isPending(long document, DocumentRow row) {
    for (AuditedStep step : AuditedStep.values()) {
      if (!row.complete(step) && !isOver(step, document, row)) {
        return true;
      }
    }
    return false;
  }

  private void conclude(long document, DocumentRow row) {
    for (AuditedStep step : AuditedStep.values()) {
      if (isOver(step, document, row) && !deleted.contains(step, document)) {
        row.reportMissing(step);
      }
    }
    Reason reason = row.reason(AuditedStep.CODES);
    if (reason != null) {
      reasons.merge(reason, 1L, Long::sum);
    }
  }

  /** Whether a step is done with a document. */
  private boolean isOver(AuditedStep step, long document, DocumentRow row) {
    return top(step) > document
        || deleted.contains(step, document)
        || (step == AuditedStep.CODES
            && deleted.statesAreGone(row.firstRecord(AuditedStep.HIDDEN_STATES)));
  }

  private boolean crowded() {
    return rows.size() >= maxOpen;
  }

  private long leastProgress() {
    return Math.min(
        textsNext - 1, Math.min(top(AuditedStep.HIDDEN_STATES), top(AuditedStep.CODES)));
  }

  /** The last document that a step has answered; the one before the start if there is none. */
  private long top(AuditedStep step) {
    return top.getOrDefault(step, start.document() - 1);
  }

  private StepTotals totals(AuditedStep step) {
    StepTotals found = totals.get(step);
    if (found == null) {
      throw new IllegalStateException("no totals of " + step);
    }
    return found;
  }

  private String place(long document) {
    return "texts/" + partition + "/" + document;
  }
}
