package io.factorscope.embedder.windows;

import io.factorscope.embedder.tokens.WordPieceTokenizer;

/**
 * Cuts texts into windows.
 *
 * @param size tokens of a window, special tokens not counted
 */
public record WindowCutter(WordPieceTokenizer tokenizer, int size) {

  /** A text as windows, e.g. of 64 tokens. */
  public WindowedText cut(String text) {
    return cut(text, 0);
  }

  /**
   * A part of a document as windows.
   *
   * @param offset where the part begins in the document, in UTF-16 units
   */
  public WindowedText cut(String text, int offset) {
    return new WindowedText(text, offset, size, tokenizer);
  }
}
