package io.factorscope.embedder.tokens;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** A normalised piece of text; every UTF-16 unit knows which characters it came from. */
final class NormalizedText {

  private char[] units;
  private int[] starts;
  private int[] ends;
  private int length;
  private int marks; // where the last marks begin that are not yet in order, and end
  private int marksEnd;

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
    marks = 0;
    marksEnd = 0;
  }

  void append(int c, int start, int end) {
    if (Character.isBmpCodePoint(c)) {
      appendUnit((char) c, start, end);
    } else {
      appendUnit(Character.highSurrogate(c), start, end);
      appendUnit(Character.lowSurrogate(c), start, end);
    }
  }

  private void appendUnit(char unit, int start, int end) {
    if (length == units.length) {
      grow();
    }
    units[length] = unit;
    starts[length] = start;
    ends[length++] = end;
  }

  void append(String replacement, int start, int end) {
    for (int i = 0; i < replacement.length(); i++) {
      appendUnit(replacement.charAt(i), start, end);
    }
  }

  void appendBetweenSpaces(int c, int start, int end) {
    appendUnit(' ', start, end);
    append(c, start, end);
    appendUnit(' ', start, end);
  }

  /** Appends what has marks that are no accents, for {@link #orderMarks}. */
  void appendMarks(String replacement, int start, int end) {
    replacement.codePoints().forEach(c -> appendMark(c, start, end));
  }

  private void appendMark(int c, int start, int end) {
    if (CharacterClasses.rank(c) == 0) {
      append(c, start, end);
      return;
    }
    if (length != marksEnd) {
      orderMarks();
      marks = length;
    }
    append(c, start, end);
    marksEnd = length;
  }

  /**
   * Puts the marks that were appended one after the other into canonical order, as decomposing
   * does. Later marks are ordered by themselves. Spans stay in the order of the text.
   */
  void orderMarks() {
    if (marks < marksEnd) {
      int[] inText = new String(units, marks, marksEnd - marks).codePoints().toArray();
      int[] inOrder =
          IntStream.of(inText)
              .boxed()
              .sorted(Comparator.comparingInt(CharacterClasses::rank))
              .mapToInt(Integer::intValue)
              .toArray();
      replaceMarks(inText, inOrder);
      marks = marksEnd;
    }
  }

  /** Each mark takes the span of the one whose place it takes. */
  private void replaceMarks(int[] inText, int[] inOrder) {
    int[] oldStarts = Arrays.copyOfRange(starts, marks, marksEnd);
    int[] oldEnds = Arrays.copyOfRange(ends, marks, marksEnd);
    int old = 0;
    int unit = marks;
    for (int i = 0; i < inOrder.length; i++) {
      int next = unit + Character.toChars(inOrder[i], units, unit);
      Arrays.fill(starts, unit, next, oldStarts[old]);
      Arrays.fill(ends, unit, next, oldEnds[old]);
      old += Character.charCount(inText[i]);
      unit = next;
    }
  }

  /** A mark that was stripped belongs to the character before it, if that directly precedes it. */
  void extendLast(int start, int end) {
    for (int unit = length - 1; unit >= 0 && ends[unit] == start; unit--) {
      ends[unit] = end;
    }
  }

  private void grow() {
    int larger = units.length + (units.length >> 1) + 16;
    units = Arrays.copyOf(units, larger);
    starts = Arrays.copyOf(starts, larger);
    ends = Arrays.copyOf(ends, larger);
  }
}
