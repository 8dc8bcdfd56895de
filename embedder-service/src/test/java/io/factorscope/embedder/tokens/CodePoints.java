package io.factorscope.embedder.tokens;

import java.util.stream.IntStream;

/** The code points that a text can have, for sweeps. */
final class CodePoints {

  private static final int FEW = 64;

  private CodePoints() {}

  /** All but surrogates: unassigned ones, private ones and non-characters included. */
  static IntStream all() {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
  }

  /**
   * Those that any step does something with, and that the JDK takes for no letter; of the many
   * ideographs, syllables and private or unassigned ones every 64th.
   */
  static IntStream telling() {
    return all().filter(c -> isTelling(c) && (!isOneOfMany(c) || c % FEW == 0));
  }

  private static boolean isTelling(int c) {
    return !CharacterClasses.isPlain(c)
        || CharacterClasses.isPunctuation(c)
        || !Character.isLetter(c)
        || Character.toLowerCase(c) != c;
  }

  private static boolean isOneOfMany(int c) {
    return CharacterClasses.isChinese(c)
        || Hangul.isSyllable(c)
        || Character.getType(c) == Character.PRIVATE_USE
        || Character.getType(c) == Character.UNASSIGNED;
  }
}
