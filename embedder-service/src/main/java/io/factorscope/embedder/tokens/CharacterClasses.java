package io.factorscope.embedder.tokens;

/** The classes of characters that BERT's tokenizer tells apart, on code points. */
final class CharacterClasses {

  private static final int REPLACEMENT = 0xFFFD;

  private CharacterClasses() {}

  /** Unicode's property White_Space. */
  static boolean isWhiteSpace(int c) {
    return (c >= 0x9 && c <= 0xD) || c == 0x85 || Character.isSpaceChar(c);
  }

  /** What cleaning removes: controls, formats and private characters, but not tab or line ends. */
  static boolean isUnclean(int c) {
    if (c == '\t' || c == '\n' || c == '\r') {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> c == REPLACEMENT;
    };
  }

  /** Unicode's punctuation, and all that ASCII has beside letters, digits and space. */
  static boolean isPunctuation(int c) {
    if (c < 0x80) {
      return c > 0x20 && c < 0x7F && !isAsciiLetterOrDigit(c);
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** Unicode's CJK ideographs in the blocks that BERT names (not Hangul, not Kana). */
  static boolean isChinese(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F)
        || (c >= 0x2B920 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }

  /** An accent that combines with the character before it and takes no room. */
  static boolean isNonSpacingMark(int c) {
    return c >= 0x300 && Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private static boolean isAsciiLetterOrDigit(int c) {
    int lower = c | 0x20;
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
  }
}
