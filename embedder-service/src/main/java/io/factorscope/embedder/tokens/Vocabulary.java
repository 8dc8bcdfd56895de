package io.factorscope.embedder.tokens;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Spellings of tokens by their ids. */
final class Vocabulary {

  private final Map<String, Integer> ids;
  private final String[] pieces; // [size]; "" where an id has no token

  Vocabulary(Map<String, Integer> ids) {
    this.ids = new HashMap<>(ids);
    this.pieces = new String[ids.values().stream().mapToInt(id -> id + 1).max().orElse(0)];
    Arrays.fill(pieces, "");
    ids.forEach((piece, id) -> pieces[id] = piece);
  }

  int size() {
    return pieces.length;
  }

  Map<String, Integer> ids() {
    return ids;
  }

  String piece(int id) {
    return pieces[id];
  }
}
