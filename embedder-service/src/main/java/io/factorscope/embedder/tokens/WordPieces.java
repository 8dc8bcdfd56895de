package io.factorscope.embedder.tokens;

import java.util.HashMap;
import java.util.Map;

/**
 * Cuts a word into the longest pieces that the vocabulary has, from the left (Wu et al. 2016, as in
 * BERT). A word of which any rest has no piece, or that is too long, is one unknown token.
 */
final class WordPieces {

  private final PieceTrie initial;
  private final PieceTrie continuing;
  private final int unknown;
  private final int longestWord;

  /**
   * @param prefix that marks pieces which continue a word
   * @param longestWord in code points
   */
  WordPieces(Map<String, Integer> vocabulary, String prefix, int unknown, int longestWord) {
    Map<String, Integer> rest = new HashMap<>();
    Map<String, Integer> whole = new HashMap<>();
    vocabulary.forEach(
        (piece, id) -> {
          if (piece.startsWith(prefix) && piece.length() > prefix.length()) {
            rest.put(piece.substring(prefix.length()), id);
          }
          if (!piece.isEmpty()) {
            whole.put(piece, id);
          }
        });
    this.initial = new PieceTrie(whole);
    this.continuing = new PieceTrie(rest);
    this.unknown = unknown;
    this.longestWord = longestWord;
  }

  /** Adds the pieces of the word that lies from {@code first} to before {@code end}. */
  void cut(NormalizedText text, int first, int end, TokensBuilder into) {
    int before = into.size();
    if (tooLong(text, first, end) || !addPieces(text, first, end, into)) {
      into.cut(before);
      into.add(unknown, text.start(first), text.end(end - 1));
    }
  }

  private boolean addPieces(NormalizedText text, int first, int end, TokensBuilder into) {
    int from = first;
    while (from < end) {
      PieceTrie trie = from == first ? initial : continuing;
      long found = trie.longest(text.units(), from, end);
      if (found == PieceTrie.NONE) {
        return false;
      }
      int to = (int) (found >>> 32);
      into.add((int) found, text.start(from), text.end(to - 1));
      from = to;
    }
    return true;
  }

  private boolean tooLong(NormalizedText text, int first, int end) {
    return end - first > longestWord
        && Character.codePointCount(text.units(), first, end - first) > longestWord;
  }
}
