package io.factorscope.audit;

import java.util.EnumMap;
import java.util.Map;

/** What the stages have said of a partition's records that were deleted before they were read. */
final class Deletions {

  private final int partition;
  private final PartitionStart start;
  private final Findings findings;
  private final Map<Stage, OffsetRanges> texts = new EnumMap<>(Stage.class);
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
  void take(Stage stage, DeletedRange range) {
    if (range.ofTexts()) {
      texts.computeIfAbsent(stage, _ -> new OffsetRanges()).add(range.first(), range.end());
      count(lostTexts.add(range.first(), range.end()), range);
    } else {
      statesGoneBefore = Math.max(statesGoneBefore, range.end());
      count(lostStates.add(range.first(), Math.min(range.end(), start.states())), range);
    }
  }

  /** Whether a stage has said so of a document. */
  boolean contains(Stage stage, long document) {
    OffsetRanges told = texts.get(stage);
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
