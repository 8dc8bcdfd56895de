package io.factorscope.embedder.tokens;

import java.util.Arrays;

/** Collects the tokens of a text, in order. */
final class TokensBuilder {

  private int[] ids;
  private int[] starts;
  private int[] ends;
  private int[] words;
  private int size;
  private int word;

  TokensBuilder(int expected) {
    ids = new int[expected];
    starts = new int[expected];
    ends = new int[expected];
    words = new int[expected];
  }

  int size() {
    return size;
  }

  /** Adds a token of the present word. */
  void add(int id, int start, int end) {
    if (size == ids.length) {
      grow();
    }
    ids[size] = id;
    starts[size] = start;
    ends[size] = end;
    words[size++] = word;
  }

  /** Ends the present word: the next token begins a new one. */
  void endWord() {
    word++;
  }

  /** Drops the tokens from this place on. */
  void cut(int newSize) {
    size = newSize;
  }

  Tokens build() {
    return new Tokens(
        Arrays.copyOf(ids, size),
        Arrays.copyOf(starts, size),
        Arrays.copyOf(ends, size),
        Arrays.copyOf(words, size));
  }

  private void grow() {
    int length = ids.length + (ids.length >> 1) + 16;
    ids = Arrays.copyOf(ids, length);
    starts = Arrays.copyOf(starts, length);
    ends = Arrays.copyOf(ends, length);
    words = Arrays.copyOf(words, length);
  }
}
