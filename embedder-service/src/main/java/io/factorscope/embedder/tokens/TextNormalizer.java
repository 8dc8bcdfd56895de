package io.factorscope.embedder.tokens;

import java.util.Arrays;

/** Applies a normalisation to texts, by a table of what is to be done with each character. */
final class TextNormalizer {

  private static final byte KEEP = 0;
  private static final byte REPLACE = 1;
  private static final byte SURROUND = 2;
  private static final byte DROP = 3;
  private static final byte DROP_ACCENT = 4;
  private static final byte DROP_BARRIER = 5;
  private static final byte PUT_IN_ORDER = 6;

  private static final int PAGE_BITS = 8;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int PAGES = Character.MAX_CODE_POINT / PAGE_SIZE + 1;
  private static final String[] NO_REPLACEMENT = {};

  private final BertNormalization normalization;
  private final byte[][] steps = new byte[PAGES][];
  private final String[][] replacements = new String[PAGES][];

  TextNormalizer(BertNormalization normalization) {
    this.normalization = normalization;
    Arrays.fill(replacements, NO_REPLACEMENT);
    for (int page = 0; page < PAGES; page++) {
      steps[page] = new byte[PAGE_SIZE];
      fill(page);
      if (page > 0 && Arrays.equals(steps[page], steps[page - 1])) {
        steps[page] = steps[page - 1];
      }
    }
  }

  /** Appends the normalised characters of {@code text} from {@code first} to before {@code end}. */
  void normalize(String text, int first, int end, NormalizedText into) {
    int i = first;
    while (i < end) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      apply(c, i, next, into);
      i = next;
    }
    into.orderMarks();
  }

  private void apply(int c, int start, int end, NormalizedText into) {
    switch (steps[c >> PAGE_BITS][c & (PAGE_SIZE - 1)]) {
      case KEEP -> into.append(c, start, end);
      case REPLACE -> into.append(replacement(c), start, end);
      case SURROUND -> into.appendBetweenSpaces(c, start, end);
      case DROP_ACCENT -> into.extendLast(start, end);
      case DROP_BARRIER -> {
        into.extendLast(start, end);
        into.orderMarks();
      }
      case PUT_IN_ORDER -> into.appendMarks(replacement(c), start, end);
      default -> {} // DROP
    }
  }

  private String replacement(int c) {
    return replacements[c >> PAGE_BITS][c & (PAGE_SIZE - 1)];
  }

  private void fill(int page) {
    for (int i = 0; i < PAGE_SIZE; i++) {
      int c = page << PAGE_BITS | i;
      if (!CharacterClasses.isPlain(c)) {
        String replacement = normalization.apply(c);
        steps[page][i] = step(c, replacement);
        if (steps[page][i] == REPLACE || steps[page][i] == PUT_IN_ORDER) {
          replace(page, i, replacement);
        }
      }
    }
  }

  private void replace(int page, int i, String replacement) {
    if (replacements[page] == NO_REPLACEMENT) {
      replacements[page] = new String[PAGE_SIZE];
    }
    replacements[page][i] = replacement;
  }

  private byte step(int c, String replacement) {
    if (replacement.isEmpty()) {
      return dropping(c);
    }
    if (normalization.stripAccents()
        && replacement.codePoints().anyMatch(each -> CharacterClasses.rank(each) > 0)) {
      return PUT_IN_ORDER;
    }
    String itself = Character.toString(c);
    if (replacement.equals(itself)) {
      return KEEP;
    }
    return replacement.equals(" " + itself + " ") ? SURROUND : REPLACE;
  }

  private byte dropping(int c) {
    if (normalization.cleanText() && CharacterClasses.isUnclean(c)) {
      return DROP;
    }
    return CharacterClasses.isBarrier(c) ? DROP_BARRIER : DROP_ACCENT;
  }
}
