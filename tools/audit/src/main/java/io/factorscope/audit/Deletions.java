package io.factorscope.audit;

import java.util.EnumMap;
import java.util.Map;

/** What the steps have said of a partition's records that were deleted before they were read. */
final class Deletions {

  private final int partition;
  private final PartitionStart start;
  private final Findings findings;
  private final Map<AuditedStep, OffsetRanges> texts = new EnumMap<>(AuditedStep.class);
  private final OffsetRanges lostTexts = new OffsetRanges();
  private final OffsetRanges lostStates = new OffsetRanges();
  private long statesGoneBefore;

  Deletions(int partition, PartitionStart start, Findings findings) {
    this.partition = partition;
    this.start = start;
    this.findings = findings;
  }

  /**
   * Counts as lost what was not counted yet: the coder repeats what the embedder has said, and of
   * states that the audit has read itself it sees what has no codes.
   */
  void take(AuditedStep step, DeletedRange range) {
    if (range.ofTexts()) {
      texts.computeIfAbsent(step, _ -> new OffsetRanges()).add(range.first(), range.end());
      count(lostTexts.add(range.first(), range.end()), range);
    } else {
      statesGoneBefore = Math.max(statesGoneBefore, range.end());
      count(lostStates.add(range.first(), Math.min(range.end(), start.states())), range);
    }
  }

  /** Whether a step has said so of a document. */
  boolean contains(AuditedStep step, long document) {
    OffsetRanges told = texts.get(step);
    return told != null && told.contains(document);
  }

  /** Whether the coder has passed a record of hidden-states, read or not. */
  boolean statesAreGone(long record) {
    return record < statesGoneBefore;
  }

  private void count(long offsets, DeletedRange range) {
    if (offsets > 0) {
      findings.lost(offsets, range.text(partition));
    }
  }
}
