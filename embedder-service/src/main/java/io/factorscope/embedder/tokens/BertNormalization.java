package io.factorscope.embedder.tokens;

import java.text.Normalizer;

/**
 * What BERT does to a text before it is cut. Every step maps one code point to nothing, one or
 * several, whatever stands around it; so all steps together are one table.
 *
 * @param cleanText removes controls and makes every white space a space
 * @param handleChineseChars puts spaces around ideographs
 * @param stripAccents decomposes (NFD) and drops non-spacing marks
 * @param lowercase maps each code point to lower case by itself
 */
record BertNormalization(
    boolean cleanText, boolean handleChineseChars, boolean stripAccents, boolean lowercase) {

  private static final int CAPITAL_I_WITH_DOT = 0x130;

  /** What a code point becomes. */
  String apply(int c) {
    if (cleanText && CharacterClasses.isUnclean(c)) {
      return "";
    }
    if (cleanText && CharacterClasses.isWhiteSpace(c)) {
      return " ";
    }
    String text = Character.toString(c);
    if (stripAccents) {
      text = withoutAccents(text);
    }
    if (lowercase) {
      text = lowerCase(text);
    }
    return handleChineseChars && CharacterClasses.isChinese(c) ? " " + text + " " : text;
  }

  private static String withoutAccents(String text) {
    StringBuilder kept = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> !CharacterClasses.isNonSpacingMark(c))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** Without regard to neighbours: a final sigma stays an ordinary one. */
  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == CAPITAL_I_WITH_DOT) {
                lower.append("i\u0307");
              } else {
                lower.appendCodePoint(Character.toLowerCase(c));
              }
            });
    return lower.toString();
  }
}
