package io.factorscope.audit;

import io.factorscope.v1.NoVectors.Reason;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which tokens of one document one topic has shown so far. */
final class Coverage {

  private static final int UNKNOWN = -1;

  private final String place;
  private final long firstRecord;
  private final StepTotals totals;
  private final Findings findings;
  private final Map<Integer, WindowTokens> seen = new HashMap<>();
  private @Nullable Reason reason;
  private int windows = UNKNOWN;
  private int whole;
  private int tokens;
  private int layers;
  private SliceSpan last = new SliceSpan(0, 0, 0, 0);

  /**
   * The state before the first record.
   *
   * @param place topic and document, for people
   * @param firstRecord offset of the document's first record in the topic
   */
  Coverage(String place, long firstRecord, StepTotals totals, Findings findings) {
    this.place = place;
    this.firstRecord = firstRecord;
    this.totals = totals;
    this.findings = findings;
  }

  /** Takes the next record of the document. */
  void add(Answer answer) {
    if (complete()) {
      findings.doubled(
          Math.max(1, answer.vectors()),
          place + ": record " + answer.record() + " after it was whole");
    } else if (answer.reason() != null) {
      addNone(answer);
    } else {
      addSlices(answer);
    }
  }

  /** Whether every token of every window is there, or it was said that there is none. */
  boolean complete() {
    return reason != null || (windows != UNKNOWN && whole == windows);
  }

  /** Counts as lost what is missing. */
  void reportMissing() {
    int each = Math.max(1, layers);
    int absent = windows - seen.size();
    if (absent > 0) {
      // Of a window that no record has shown not even the length is known: it counts as one token.
      findings.lost((long) absent * each, place + ": " + absent + " of " + windows + " windows");
    }
    seen.forEach((index, window) -> reportMissing(index, window, each));
  }

  /** Why there are no vectors; null if there are some, or nothing was said yet. */
  @Nullable Reason reason() {
    return reason;
  }

  int windows() {
    return Math.max(0, windows);
  }

  int tokens() {
    return tokens;
  }

  int layers() {
    return layers;
  }

  long firstRecord() {
    return firstRecord;
  }

  private void addNone(Answer answer) {
    if (tokens > 0) {
      findings.malformed(
          place
              + ": record "
              + answer.record()
              + " says that there are no vectors, others have some");
      return;
    }
    reason = answer.reason();
  }

  private void addSlices(Answer answer) {
    if (windows == UNKNOWN) {
      windows = answer.windows();
      layers = answer.layers().size();
    }
    if (windows != answer.windows()) {
      findings.malformed(
          place
              + ": has "
              + windows
              + " windows, and "
              + answer.windows()
              + " in record "
              + answer.record());
      return;
    }
    answer.slices().forEach(slice -> addSlice(answer, slice));
    if (complete()) {
      // The document may wait long for the other topic: its tokens need not.
      seen.clear();
    }
  }

  private void addSlice(Answer answer, SliceSpan slice) {
    if (!slice.fits(windows)) {
      findings.malformed(
          place + ": record " + answer.record() + ": " + slice + " of " + windows + " windows");
      return;
    }
    WindowTokens window = seen.computeIfAbsent(slice.window(), index -> open(slice));
    if (window.length != slice.length()) {
      findings.malformed(
          place
              + ": window "
              + slice.window()
              + " has "
              + window.length
              + " and "
              + slice.length()
              + " tokens");
      return;
    }
    count(answer, slice, window.add(slice));
    if (window.missing() == 0 && !window.counted) {
      window.counted = true;
      whole++;
    }
  }

  private void count(Answer answer, SliceSpan slice, int fresh) {
    int again = slice.tokens() - fresh;
    if (again > 0) {
      findings.doubled(
          (long) again * answer.layers().size(),
          place + ": " + slice + " in record " + answer.record());
    }
    if (fresh > 0 && isBefore(slice, last)) {
      findings.outOfOrder(place + ": " + slice + " after " + last);
    }
    last = isBefore(slice, last) ? last : slice;
    tokens += fresh;
    totals.tokens(answer, fresh);
  }

  private WindowTokens open(SliceSpan slice) {
    totals.window();
    return new WindowTokens(slice.length());
  }

  private void reportMissing(int index, WindowTokens window, int each) {
    if (window.missing() > 0) {
      findings.lost(
          (long) window.missing() * each,
          place
              + ": window "
              + index
              + ": "
              + window.missing()
              + " of "
              + window.length
              + " tokens");
    }
  }

  private static boolean isBefore(SliceSpan slice, SliceSpan other) {
    return slice.window() < other.window()
        || (slice.window() == other.window() && slice.first() < other.first());
  }

  private static final class WindowTokens {

    private final int length;
    private final BitSet shown = new BitSet();
    private boolean counted;

    WindowTokens(int length) {
      this.length = length;
    }

    /** Marks a slice's tokens, and says how many are new. */
    int add(SliceSpan slice) {
      int before = shown.cardinality();
      shown.set(slice.first(), slice.end());
      return shown.cardinality() - before;
    }

    int missing() {
      return length - shown.cardinality();
    }
  }
}
