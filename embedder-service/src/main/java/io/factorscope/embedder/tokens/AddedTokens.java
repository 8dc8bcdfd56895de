package io.factorscope.embedder.tokens;

import java.util.Map;
import java.util.TreeMap;

/** Tokens that are found in the raw text before anything else, such as a literal "[MASK]". */
final class AddedTokens {

  private final PieceTrie trie;
  private final boolean[] begins = new boolean[Character.MAX_VALUE + 1];

  AddedTokens(Map<String, Integer> spellings) {
    this.trie = new PieceTrie(new TreeMap<>(spellings));
    spellings.keySet().forEach(spelling -> begins[spelling.charAt(0)] = true);
  }

  /**
   * The next place from {@code from} on where an added token begins; the text's length if there is
   * none.
   */
  int next(char[] text, int from) {
    int i = from;
    while (i < text.length && !(begins[text[i]] && at(text, i) != PieceTrie.NONE)) {
      i++;
    }
    return i;
  }

  /** The added token that begins here: its end in the upper half, its id in the lower. */
  long at(char[] text, int i) {
    return trie.longest(text, i, text.length);
  }
}
