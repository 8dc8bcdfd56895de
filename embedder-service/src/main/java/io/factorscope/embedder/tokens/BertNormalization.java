package io.factorscope.embedder.tokens;

import java.util.stream.Collectors;

/**
 * What BERT does to a text before it is cut. Every step maps one code point to nothing, one or
 * several, whatever stands around it; so all steps together are one table. (But for marks that are
 * kept when accents are stripped: see {@link NormalizedText#orderMarks}.)
 *
 * @param cleanText removes controls and makes every white space a space
 * @param handleChineseChars puts spaces around ideographs
 * @param stripAccents decomposes (NFD) and drops non-spacing marks
 * @param lowercase maps each code point to lower case by itself: a final sigma stays an ordinary
 *     one
 */
record BertNormalization(
    boolean cleanText, boolean handleChineseChars, boolean stripAccents, boolean lowercase) {

  /** What a code point becomes. */
  String apply(int c) {
    if (cleanText && CharacterClasses.isUnclean(c)) {
      return "";
    }
    if (cleanText && CharacterClasses.isWhiteSpace(c)) {
      return " ";
    }
    String text = stripAccents ? CharacterClasses.bare(c) : Character.toString(c);
    if (lowercase) {
      text = text.codePoints().mapToObj(CharacterClasses::lower).collect(Collectors.joining());
    }
    return handleChineseChars && CharacterClasses.isChinese(c) ? " " + text + " " : text;
  }
}
