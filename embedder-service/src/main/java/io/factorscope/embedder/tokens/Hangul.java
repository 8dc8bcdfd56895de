package io.factorscope.embedder.tokens;

/** The syllables of Hangul, whose parts follow from their places (Unicode, section 3.12). */
final class Hangul {

  private static final int FIRST = 0xAC00;
  private static final int LAST = 0xD7A3;
  private static final int LEADING = 0x1100;
  private static final int VOWEL = 0x1161;
  private static final int BEFORE_TRAILING = 0x11A7;
  private static final int VOWELS = 21;
  private static final int TRAILINGS = 28; // no trailing consonant is one of them

  private Hangul() {}

  static boolean isSyllable(int c) {
    return c >= FIRST && c <= LAST;
  }

  /** The two or three jamo of a syllable. */
  static String jamo(int syllable) {
    int place = syllable - FIRST;
    int trailing = place % TRAILINGS;
    String open =
        Character.toString(LEADING + place / (VOWELS * TRAILINGS))
            + Character.toString(VOWEL + place / TRAILINGS % VOWELS);
    return trailing == 0 ? open : open + Character.toString(BEFORE_TRAILING + trailing);
  }
}
