package io.factorscope.embedder.windows;

import java.text.BreakIterator;
import java.util.BitSet;

/**
 * Where one of Unicode's rules parts a text. The text is read in short stretches with some context,
 * as they are asked for: so the time is linear, whatever the text.
 */
final class UnicodeBorders {

  private static final int STRETCH = 1 << 10;
  private static final int CONTEXT = 1 << 8;
  private static final int FIRST_REGIONAL_INDICATOR = 0x1F1E6;
  private static final int LAST_REGIONAL_INDICATOR = 0x1F1FF;

  private final String text;
  private final BreakIterator rule;
  private final BitSet borders = new BitSet(STRETCH);
  private int known = -1; // the stretch whose borders these are

  UnicodeBorders(String text, BreakIterator rule) {
    this.text = text;
    this.rule = rule;
  }

  /**
   * Whether there is a border.
   *
   * @param place in UTF-16 units
   * @param start a place before it where a part of the text begins
   */
  boolean at(int place, int start) {
    if (place / STRETCH != known) {
      known = place / STRETCH;
      read(known * STRETCH, start);
    }
    return borders.get(place % STRETCH);
  }

  private void read(int first, int start) {
    int from = beforeFlags(Math.max(start, first - CONTEXT), start);
    int to = Math.min(text.length(), first + STRETCH + CONTEXT);
    borders.clear();
    rule.setText(text.substring(from, to));
    for (int i = rule.first(); i != BreakIterator.DONE; i = rule.next()) {
      int place = from + i - first;
      if (place >= 0 && place < STRETCH) {
        borders.set(place);
      }
    }
  }

  /** Two regional indicators are a flag: which two, only the start of their row can tell. */
  private int beforeFlags(int place, int start) {
    int flags = place;
    while (flags > start && isRegionalIndicator(text.codePointBefore(flags))) {
      flags -= 2;
    }
    return place - (place - flags) % 4;
  }

  private static boolean isRegionalIndicator(int c) {
    return c >= FIRST_REGIONAL_INDICATOR && c <= LAST_REGIONAL_INDICATOR;
  }
}
