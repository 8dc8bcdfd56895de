package io.factorscope.embedder.tokens;

import java.util.Arrays;

/** A normalised piece of text; every UTF-16 unit knows which characters it came from. */
final class NormalizedText {

  private char[] units;
  private int[] starts;
  private int[] ends;
  private int length;

  NormalizedText(int expected) {
    units = new char[expected];
    starts = new int[expected];
    ends = new int[expected];
  }

  int length() {
    return length;
  }

  /** The units; only the first {@link #length} count. */
  char[] units() {
    return units;
  }

  /** Where the character that a unit came from begins in the text. */
  int start(int unit) {
    return starts[unit];
  }

  /** Where the character that a unit came from ends in the text. */
  int end(int unit) {
    return ends[unit];
  }

  int codePoint(int unit) {
    return Character.codePointAt(units, unit, length);
  }

  void clear() {
    length = 0;
  }

  void append(char unit, int start, int end) {
    if (length == units.length) {
      grow();
    }
    units[length] = unit;
    starts[length] = start;
    ends[length++] = end;
  }

  void append(String replacement, int start, int end) {
    for (int i = 0; i < replacement.length(); i++) {
      append(replacement.charAt(i), start, end);
    }
  }

  /** A mark that was stripped belongs to the character before it, if that directly precedes it. */
  void extendLast(int start, int end) {
    if (length > 0 && ends[length - 1] == start) {
      ends[length - 1] = end;
    }
  }

  private void grow() {
    int larger = units.length + (units.length >> 1) + 16;
    units = Arrays.copyOf(units, larger);
    starts = Arrays.copyOf(starts, larger);
    ends = Arrays.copyOf(ends, larger);
  }
}
