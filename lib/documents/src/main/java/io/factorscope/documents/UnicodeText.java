package io.factorscope.documents;

/**
 * A text that UTF-8 can spell.
 *
 * @param replaced how many U+FFFD were put in
 */
record UnicodeText(String text, int replaced) {

  private static final char REPLACEMENT = '\uFFFD';

  /**
   * Puts U+FFFD for halves of surrogate pairs.
   *
   * @param marked the same text, different wherever U+FFFD was put in already
   */
  static UnicodeText of(String text, String marked) {
    int halves = halves(text);
    return new UnicodeText(
        halves == 0 ? text : withoutHalves(text), halves + differences(text, marked));
  }

  @SuppressWarnings("ReferenceEquality") // only spares comparing a text with itself
  private static int differences(String text, String marked) {
    int differences = 0;
    for (int i = 0; text != marked && i < text.length(); i++) {
      differences += text.charAt(i) == marked.charAt(i) ? 0 : 1;
    }
    return differences;
  }

  private static int halves(String text) {
    int halves = 0;
    for (int i = 0; i < text.length(); i++) {
      halves += isHalf(text, i) ? 1 : 0;
    }
    return halves;
  }

  private static String withoutHalves(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      whole.append(isHalf(text, i) ? REPLACEMENT : text.charAt(i));
    }
    return whole.toString();
  }

  private static boolean isHalf(String text, int i) {
    char unit = text.charAt(i);
    if (Character.isHighSurrogate(unit)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(unit)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
