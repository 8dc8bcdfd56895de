package io.factorscope.embedder.tokens;

import java.util.Arrays;
import java.util.Map;

/**
 * What Hugging Face's tokenizers take characters for, on code points.
 *
 * <p>Their parts come from several editions of Unicode, none of them the JDK's. So nothing here
 * asks the JDK: {@code bert-characters.txt} was written by asking them.
 */
final class CharacterClasses {

  private static final int WHITE_SPACE = 1;
  private static final int UNCLEAN = 1 << 1;
  private static final int PUNCTUATION = 1 << 2;
  private static final int ACCENT = 1 << 3;
  private static final int BARRIER = 1 << 4;
  private static final int MAPPED = 1 << 5;

  private static final int PAGE_BITS = 8;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final byte[] PLAIN = new byte[PAGE_SIZE];
  private static final byte[][] PAGES = new byte[Character.MAX_CODE_POINT / PAGE_SIZE + 1][];

  private static final Map<Integer, String> BARE;
  private static final Map<Integer, String> LOWER;
  private static final Map<Integer, Integer> RANKS;

  static {
    CharacterFile file = new CharacterFile("bert-characters.txt");
    Arrays.fill(PAGES, PLAIN);
    file.members("white space", c -> add(c, WHITE_SPACE));
    file.members("unclean", c -> add(c, UNCLEAN));
    file.members("punctuation", c -> add(c, PUNCTUATION));
    file.members("accent", c -> add(c, ACCENT));
    file.members("barrier", c -> add(c, BARRIER));
    BARE = file.spellings("bare");
    LOWER = file.spellings("lower");
    RANKS = file.numbers("rank");
    BARE.keySet().forEach(c -> add(c, MAPPED));
    LOWER.keySet().forEach(c -> add(c, MAPPED));
    RANKS.keySet().forEach(c -> add(c, MAPPED));
  }

  private CharacterClasses() {}

  /** Whether no normalisation does anything with a character. */
  static boolean isPlain(int c) {
    return !is(~PUNCTUATION, c) && !isChinese(c) && !Hangul.isSyllable(c);
  }

  /** Unicode's property White_Space. */
  static boolean isWhiteSpace(int c) {
    return is(WHITE_SPACE, c);
  }

  /** What cleaning removes: controls, formats and private characters, but not tab or line ends. */
  static boolean isUnclean(int c) {
    return is(UNCLEAN, c);
  }

  /** Unicode's punctuation, and all that ASCII has beside letters, digits and space. */
  static boolean isPunctuation(int c) {
    return is(PUNCTUATION, c);
  }

  /** Unicode's CJK ideographs in the blocks that BERT names (not Hangul, not Kana). */
  static boolean isChinese(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B81F)
        || (c >= 0x2B920 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }

  /** An accent: it combines with the character before it and takes no room. */
  static boolean isAccent(int c) {
    return is(ACCENT, c);
  }

  /** An accent that no mark moves across when marks are put in canonical order. */
  static boolean isBarrier(int c) {
    return is(BARRIER, c);
  }

  /** A character decomposed and without accents; itself if that changes nothing. */
  static String bare(int c) {
    if (isAccent(c)) {
      return "";
    }
    return Hangul.isSyllable(c) ? Hangul.jamo(c) : BARE.getOrDefault(c, Character.toString(c));
  }

  /** A character in lower case, whatever stands around it; itself if it has none. */
  static String lower(int c) {
    return LOWER.getOrDefault(c, Character.toString(c));
  }

  /**
   * The place in canonical order of a mark that is no accent: of two that follow each other, that
   * with the lesser goes first. 0 for every other character.
   */
  static int rank(int c) {
    return RANKS.getOrDefault(c, 0);
  }

  private static boolean is(int characterClass, int c) {
    return (PAGES[c >> PAGE_BITS][c & (PAGE_SIZE - 1)] & characterClass) != 0;
  }

  private static void add(int c, int characterClass) {
    int page = c >> PAGE_BITS;
    if (PAGES[page] == PLAIN) {
      PAGES[page] = new byte[PAGE_SIZE];
    }
    PAGES[page][c & (PAGE_SIZE - 1)] |= (byte) characterClass;
  }
}
