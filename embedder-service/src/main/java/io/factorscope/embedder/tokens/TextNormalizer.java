package io.factorscope.embedder.tokens;

/** Applies a normalisation to texts, with a table for the characters that are common. */
final class TextNormalizer {

  private static final int TABLED = 0x3000;

  private final BertNormalization normalization;
  private final String[] table = new String[TABLED];

  TextNormalizer(BertNormalization normalization) {
    this.normalization = normalization;
    for (int c = 0; c < TABLED; c++) {
      table[c] = normalization.apply(c);
    }
  }

  /** Appends the normalised characters of {@code text} from {@code first} to before {@code end}. */
  void normalize(String text, int first, int end, NormalizedText into) {
    int i = first;
    while (i < end) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      String replacement = c < TABLED ? table[c] : normalization.apply(c);
      if (!replacement.isEmpty()) {
        into.append(replacement, i, next);
      } else if (CharacterClasses.isNonSpacingMark(c)) {
        into.extendLast(i, next);
      }
      i = next;
    }
  }
}
