package io.factorscope.embedder.tokens;

import java.util.Arrays;

/**
 * The word-pieces of a text, in order, without special tokens around them.
 *
 * <p>A span counts UTF-16 units, so {@code text.substring(start(i), end(i))} is what token i was
 * made from, a stripped accent that follows it included. Word numbers ascend from 0; pieces of one
 * word share one.
 */
public final class Tokens {

  private final int[] ids; // [size]
  private final int[] starts; // [size]
  private final int[] ends; // [size]
  private final int[] words; // [size]

  Tokens(int[] ids, int[] starts, int[] ends, int[] words) {
    this.ids = ids;
    this.starts = starts;
    this.ends = ends;
    this.words = words;
  }

  public int size() {
    return ids.length;
  }

  public int id(int token) {
    return ids[token];
  }

  /** Where a token begins in the text. */
  public int start(int token) {
    return starts[token];
  }

  /** Where a token ends in the text: after its last character. */
  public int end(int token) {
    return ends[token];
  }

  public int word(int token) {
    return words[token];
  }

  /** The ids of the tokens from {@code first} to before {@code end}. */
  public int[] ids(int first, int end) {
    return Arrays.copyOfRange(ids, first, end);
  }

  /** The ids of all tokens. */
  public int[] ids() {
    return ids.clone();
  }
}
