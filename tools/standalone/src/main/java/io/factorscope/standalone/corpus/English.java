package io.factorscope.standalone.corpus;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Tells English texts from others by the share of words that are frequent in English only. */
final class English {

  private static final Set<String> FREQUENT =
      Set.of(
          ("the of and to in that is for we this it be on with as have are not which i by has was "
                  + "would will from but been they")
              .split(" ", -1));

  private static final int LONGEST = 5;
  private static final double MIN_SHARE = 0.2;
  private static final int MIN_DIFFERENT = 3;

  private English() {}

  /** Whether a text is English; a text of a few words may be taken for none. */
  static boolean isEnglish(String text) {
    Set<String> seen = new HashSet<>();
    int words = 0;
    int frequent = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && Character.isLetter(text.charAt(i))) {
        continue;
      }
      if (i > start) {
        words++;
        frequent += isFrequent(text, start, i, seen) ? 1 : 0;
      }
      start = i + 1;
    }
    return seen.size() >= MIN_DIFFERENT && frequent >= MIN_SHARE * words;
  }

  private static boolean isFrequent(String text, int start, int end, Set<String> seen) {
    if (end - start > LONGEST) {
      return false;
    }
    String word = text.substring(start, end).toLowerCase(Locale.ROOT);
    if (!FREQUENT.contains(word)) {
      return false;
    }
    seen.add(word);
    return true;
  }
}
