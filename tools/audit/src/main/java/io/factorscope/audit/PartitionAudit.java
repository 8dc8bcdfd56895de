package io.factorscope.audit;

import io.factorscope.v1.NoVectors.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The documents of one partition, each from when it is first seen until it is whole everywhere.
 *
 * <p>Texts and both stages are read side by side, in any interleaving. Answers come in the order of
 * the documents, so that a document is lost, not late, once a later one is answered.
 */
final class PartitionAudit {

  private final int partition;
  private final PartitionStart start;
  private final Map<Stage, StageTotals> totals;
  private final Findings findings;
  private final int maxOpen;
  private final NavigableMap<Long, DocumentRow> rows = new TreeMap<>();
  private final Map<Stage, Long> top = new EnumMap<>(Stage.class);
  private final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
  private final EarlierDocuments earlier;
  private final Deletions deleted;
  private long textsNext;
  private long textsSeen;

  /**
   * A partition of which nothing is read.
   *
   * @param totals of each stage, shared by all partitions
   * @param maxOpen documents from which on the topics that run ahead are to wait
   */
  PartitionAudit(
      int partition,
      PartitionStart start,
      Map<Stage, StageTotals> totals,
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

  /** Takes the next record of a stage. */
  void answer(Stage stage, Answer answer) {
    long document = answer.document();
    if (isLeftover(stage, document)) {
      earlier.answer(stage, document, document + 1);
      return;
    }
    if (stage == Stage.CODES) {
      earlier.answered(start.document());
    }
    if (document < settledBelow()) {
      findings.doubled(
          Math.max(1, answer.vectors()),
          stage.label()
              + " of "
              + place(document)
              + ": record "
              + answer.record()
              + " after it was whole");
      return;
    }
    addToRow(stage, answer);
    top.merge(stage, document, Math::max);
    forgetSettled();
  }

  /** Takes the next record of a stage, which says what was deleted before it was read. */
  void deleted(Stage stage, DeletedRange range) {
    deleted.take(stage, range);
    boolean early = top(stage) < start.document();
    if (range.ofTexts()) {
      if (early) {
        earlier.answer(stage, range.first(), range.end());
      }
      top.merge(stage, range.end() - 1, Math::max);
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

  /** Whether a stage's topic should be read on, rather than wait for the others. */
  boolean mayRead(Stage stage) {
    return !crowded() || top(stage) <= leastProgress();
  }

  /** Whether texts should be read on, rather than wait for the stages. */
  boolean mayReadTexts() {
    return !crowded() || textsNext - 1 <= leastProgress();
  }

  /** All documents below this offset are done with. */
  long settledBelow() {
    return rows.isEmpty() ? textsNext : Math.min(textsNext, rows.firstKey());
  }

  /**
   * From where a stage's topic must be read again to see the open documents whole.
   *
   * @param position up to where it is read
   */
  long resumeAt(Stage stage, long position) {
    return rows.values().stream()
        .mapToLong(row -> row.firstRecord(stage))
        .reduce(position, Math::min);
  }

  /** Records of texts that were read. */
  long texts() {
    return textsSeen;
  }

  /** Why documents that are done with have no vectors, and how many. */
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
  private boolean isLeftover(Stage stage, long document) {
    return start.leftovers() && document < start.document() && top(stage) < start.document();
  }

  private void addToRow(Stage stage, Answer answer) {
    DocumentRow row = row(answer.document());
    boolean late = answer.document() < top(stage) && !row.complete(stage);
    row.add(stage, answer, totals(stage));
    if (late) {
      findings.outOfOrder(
          stage.label() + " of " + place(answer.document()) + ": after document " + top(stage));
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
        && deleted.contains(Stage.HIDDEN_STATES, row.getKey())
        && deleted.contains(Stage.CODES, row.getKey());
  }

  /** One that has lost something is kept in case that it is out of order, while there is room. */
  private boolean isGivenUp(Map.Entry<Long, DocumentRow> row) {
    return crowded() && row.getValue().inTexts() && !isPending(row.getKey(), row.getValue());
  }

  private boolean isPending(long document, DocumentRow row) {
    for (Stage stage : Stage.values()) {
      if (!row.complete(stage) && !isOver(stage, document, row)) {
        return true;
      }
    }
    return false;
  }

  private void conclude(long document, DocumentRow row) {
    for (Stage stage : Stage.values()) {
      if (isOver(stage, document, row) && !deleted.contains(stage, document)) {
        row.reportMissing(stage);
      }
    }
    Reason reason = row.reason(Stage.CODES);
    if (reason != null) {
      reasons.merge(reason, 1L, Long::sum);
    }
  }

  /** Whether nothing more of a document can come from a stage. */
  private boolean isOver(Stage stage, long document, DocumentRow row) {
    return top(stage) > document
        || deleted.contains(stage, document)
        || (stage == Stage.CODES && deleted.statesAreGone(row.firstRecord(Stage.HIDDEN_STATES)));
  }

  private boolean crowded() {
    return rows.size() >= maxOpen;
  }

  private long leastProgress() {
    return Math.min(textsNext - 1, Math.min(top(Stage.HIDDEN_STATES), top(Stage.CODES)));
  }

  /** The last document that a stage has answered; the one before the start if there is none. */
  private long top(Stage stage) {
    return top.getOrDefault(stage, start.document() - 1);
  }

  private StageTotals totals(Stage stage) {
    StageTotals found = totals.get(stage);
    if (found == null) {
      throw new IllegalStateException("no totals of " + stage);
    }
    return found;
  }

  private String place(long document) {
    return "texts/" + partition + "/" + document;
  }
}
