package io.factorscope.embedder.windows;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Cuts a long text where it hurts least: after a paragraph, else after a sentence, else after a
 * space, each looked for in the latter half of what fits; else between two characters as a reader
 * sees them. The parts joined are the text.
 */
final class TextParts {

  private static final int LONGEST_CLUSTER = 256;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final String SENTENCE_ENDS = ".!?…。！？";

  private final String text;
  private final int mostBytes;

  private TextParts(String text, int mostBytes) {
    this.text = text;
    this.mostBytes = mostBytes;
  }

  /**
   * The parts in order, each of at most this many bytes of UTF-8.
   *
   * @param mostBytes at least 4: the longest character
   */
  static List<TextPart> cut(String text, int mostBytes) {
    return new TextParts(text, mostBytes).cut();
  }

  private List<TextPart> cut() {
    List<TextPart> parts = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int limit = Utf8.furthestEnd(text, from, mostBytes);
      int end = limit == text.length() ? limit : boundary(from, limit);
      parts.add(new TextPart(from, text.substring(from, end)));
      from = end;
    }
    return parts;
  }

  private int boundary(int from, int limit) {
    int earliest = from + (limit - from) / 2;
    for (IntPredicate kind :
        List.<IntPredicate>of(this::afterParagraph, this::afterSentence, this::afterSpace)) {
      for (int end = limit; end > earliest; end--) {
        if (kind.test(end) && !splitsCharacter(end)) {
          return end;
        }
      }
    }
    return betweenCharacters(from, limit);
  }

  private boolean afterParagraph(int end) {
    return end >= 2 && text.charAt(end - 1) == '\n' && text.charAt(end - 2) == '\n';
  }

  private boolean afterSentence(int end) {
    char last = text.charAt(end - 1);
    return last == '\n'
        || (end >= 2
            && Character.isWhitespace(last)
            && SENTENCE_ENDS.indexOf(text.charAt(end - 2)) >= 0);
  }

  private boolean afterSpace(int end) {
    return Character.isWhitespace(text.charAt(end - 1));
  }

  /** Whether a mark or joiner at the cut belongs to the character before it. */
  private boolean splitsCharacter(int end) {
    int next = text.codePointAt(end);
    return next == ZERO_WIDTH_JOINER
        || switch (Character.getType(next)) {
          case Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.ENCLOSING_MARK ->
              true;
          default -> false;
        };
  }

  /** Without a space far and wide: the last border of a grapheme cluster, or of a code point. */
  private int betweenCharacters(int from, int limit) {
    int start = Math.max(from, limit - LONGEST_CLUSTER);
    int end = Math.min(text.length(), limit + LONGEST_CLUSTER);
    BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    clusters.setText(text.substring(start, end));
    int border =
        clusters.isBoundary(limit - start) ? limit - start : clusters.preceding(limit - start);
    return border > 0 ? start + border : limit;
  }
}
