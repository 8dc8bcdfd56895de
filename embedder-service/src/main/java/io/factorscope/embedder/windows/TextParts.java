package io.factorscope.embedder.windows;

import io.factorscope.embedder.tokens.WordBorders;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Cuts a long text where it hurts least: after a paragraph, else after a sentence, a space or
 * punctuation, each looked for in the latter half of what fits; else at the last place where no
 * word-piece reaches across; and inside a word only if it fills a part alone. So the parts, joined,
 * are the text, and their word-pieces are those of the text wherever they can be.
 */
final class TextParts {

  /** How far back a word that fills a part alone is searched for a place to cut. */
  private static final int SEARCHED_IN_WORD = 1_024;

  /** Thai's rules part words as all others do, and Thai's own by a dictionary. */
  private static final Locale WORDS = Locale.forLanguageTag("th");

  private final String text;
  private final int maxBytes;
  private final UnicodeBorders sentences;
  private final UnicodeBorders words;
  private final UnicodeBorders characters;
  private int from;

  private TextParts(String text, int maxBytes) {
    this.text = text;
    this.maxBytes = maxBytes;
    sentences = new UnicodeBorders(text, BreakIterator.getSentenceInstance(Locale.ROOT));
    words = new UnicodeBorders(text, BreakIterator.getWordInstance(WORDS));
    characters = new UnicodeBorders(text, BreakIterator.getCharacterInstance(Locale.ROOT));
  }

  /**
   * The parts in order, each of at most this many bytes of UTF-8.
   *
   * @param maxBytes at least 4: the longest character
   */
  static List<TextPart> cut(String text, int maxBytes) {
    return new TextParts(text, maxBytes).cut();
  }

  private List<TextPart> cut() {
    List<TextPart> parts = new ArrayList<>();
    while (from < text.length()) {
      int limit = Utf8.furthestEnd(text, from, maxBytes);
      int end = limit == text.length() ? limit : betweenWords(limit);
      parts.add(new TextPart(from, text.substring(from, end)));
      from = end;
    }
    return parts;
  }

  private int betweenWords(int limit) {
    int half = from + (limit - from) / 2;
    for (IntPredicate kind :
        List.<IntPredicate>of(
            this::afterParagraph, this::afterSentence, this::afterSpace, this::afterPunctuation)) {
      int end = last(limit, half, place -> kind.test(place) && leavesPieces(place));
      if (end > half) {
        return end;
      }
    }
    int end = last(limit, from, this::leavesPieces);
    return end > from ? end : insideWord(limit);
  }

  private int insideWord(int limit) {
    int earliest = Math.max(from, limit - SEARCHED_IN_WORD);
    int end = last(limit, earliest, place -> words.at(place, from) && betweenCharacters(place));
    if (end == earliest) {
      end = last(limit, earliest, this::betweenCharacters);
    }
    return end == earliest ? limit : end;
  }

  /** The last such place after {@code earliest}; that if there is none. */
  private static int last(int limit, int earliest, IntPredicate kind) {
    int place = limit;
    while (place > earliest && !kind.test(place)) {
      place--;
    }
    return place;
  }

  private boolean leavesPieces(int place) {
    return WordBorders.isBorder(text, place) && betweenCharacters(place);
  }

  /** Between two characters as a reader sees them: an emoji may be several code points. */
  private boolean betweenCharacters(int place) {
    return characters.at(place, from);
  }

  private boolean afterParagraph(int place) {
    int line = beforeLineEnd(place);
    return line < place && beforeLineEnd(line) < line;
  }

  private boolean afterSentence(int place) {
    return isLineEnd(text.charAt(place - 1)) || sentences.at(place, from);
  }

  private boolean afterSpace(int place) {
    return WordBorders.isSpace(text.charAt(place - 1));
  }

  private boolean afterPunctuation(int place) {
    return WordBorders.isPunctuation(text.codePointBefore(place));
  }

  /** Where the line end begins that ends here; here if none does. */
  private int beforeLineEnd(int place) {
    if (place == from || !isLineEnd(text.charAt(place - 1))) {
      return place;
    }
    boolean two = place - 2 >= from && text.startsWith("\r\n", place - 2);
    return place - (two ? 2 : 1);
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029';
  }
}
