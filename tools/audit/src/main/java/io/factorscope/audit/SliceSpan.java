package io.factorscope.audit;

import io.factorscope.v1.Slice;

/**
 * Tokens [first, end) of a window.
 *
 * @param window its index in the document
 * @param length tokens that the window has in all
 */
record SliceSpan(int window, int length, int first, int end) {

  static SliceSpan of(Slice slice) {
    return new SliceSpan(
        slice.getWindow().getIndex(),
        slice.getWindow().getTokenIdsCount(),
        slice.getFirst(),
        slice.getEnd());
  }

  int tokens() {
    return end - first;
  }

  /** Whether it is of one of so many windows, has a token, and lies within its window. */
  boolean fits(int windows) {
    return window >= 0 && window < windows && first >= 0 && first < end && end <= length;
  }
}
