package io.factorscope.embedder.tokens;

/**
 * Where BERT's tokenizers end a word, whatever their options and vocabulary: around white space and
 * punctuation, and (but for a few that are told otherwise) around ideographs. A text that is cut
 * there has the same word-pieces as the whole.
 */
public final class WordBorders {

  /** Longer ones are rare: [unused99], &lt;|endoftext|&gt;. */
  private static final int LONGEST_SPECIAL_NAME = 32;

  private WordBorders() {}

  /** Whether a character is a space for every tokenizer. */
  public static boolean isSpace(int c) {
    return CharacterClasses.isWhiteSpace(c) && !CharacterClasses.isUnclean(c);
  }

  /** Whether a character is punctuation for every tokenizer. */
  public static boolean isPunctuation(int c) {
    return CharacterClasses.isPunctuation(c);
  }

  /**
   * Whether no word-piece of a text reaches across a place.
   *
   * @param place in UTF-16 units, neither the text's start nor its end
   */
  public static boolean isBorder(String text, int place) {
    return (standsAlone(text.codePointBefore(place)) || standsAlone(text.codePointAt(place)))
        && !isInsideSpecialToken(text, place);
  }

  private static boolean standsAlone(int c) {
    return isSpace(c) || isPunctuation(c) || CharacterClasses.isChinese(c);
  }

  /** Whether it is inside what looks like [MASK] or &lt;/s&gt;, which may be one token. */
  private static boolean isInsideSpecialToken(String text, int place) {
    int start = place;
    int earliest = Math.max(0, place - LONGEST_SPECIAL_NAME);
    while (start > earliest && isOfSpecialName(text.charAt(start - 1))) {
      start--;
    }
    int end = place;
    int latest = Math.min(text.length(), place + LONGEST_SPECIAL_NAME);
    while (end < latest && isOfSpecialName(text.charAt(end))) {
      end++;
    }
    return start > 0
        && end < text.length()
        && ((text.charAt(start - 1) == '[' && text.charAt(end) == ']')
            || (text.charAt(start - 1) == '<' && text.charAt(end) == '>'));
  }

  private static boolean isOfSpecialName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '|'
        || c == '/';
  }
}
