package io.factorscope.embedder.windows;

/** Measures texts as UTF-8, without encoding them. */
final class Utf8 {

  private Utf8() {}

  /**
   * Finds the furthest end of a piece that begins at {@code from} and has at most this many bytes;
   * never inside a surrogate pair.
   */
  static int furthestEnd(String text, int from, int maxBytes) {
    int bytes = 0;
    int i = from;
    while (i < text.length()) {
      bytes += unitBytes(text, i);
      if (bytes > maxBytes) {
        break;
      }
      i++;
    }
    boolean insidePair = i < text.length() && i > from && isPair(text, i - 1);
    return insidePair ? i - 1 : i;
  }

  /** A pair's four bytes are counted half and half; a lone surrogate is written as one "?". */
  private static int unitBytes(String text, int i) {
    char unit = text.charAt(i);
    if (unit < 0x80) {
      return 1;
    }
    if (unit < 0x800) {
      return 2;
    }
    if (!Character.isSurrogate(unit)) {
      return 3;
    }
    return isPair(text, i) || (i > 0 && isPair(text, i - 1)) ? 2 : 1;
  }

  private static boolean isPair(String text, int i) {
    return i + 1 < text.length()
        && Character.isHighSurrogate(text.charAt(i))
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
