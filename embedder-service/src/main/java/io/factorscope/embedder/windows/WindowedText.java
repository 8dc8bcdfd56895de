package io.factorscope.embedder.windows;

import io.factorscope.embedder.tokens.Tokens;
import io.factorscope.embedder.tokens.WordPieceTokenizer;
import io.factorscope.v1.Window;

/**
 * A text cut into windows of consecutive tokens: all of the same size but the last, which may be
 * shorter.
 */
public final class WindowedText {

  private final String text;
  private final int offset;
  private final Tokens tokens;
  private final int size;
  private final WordPieceTokenizer vocabulary;

  WindowedText(String text, int offset, int size, WordPieceTokenizer tokenizer) {
    this.text = text;
    this.offset = offset;
    this.tokens = tokenizer.tokenize(text);
    this.size = size;
    this.vocabulary = tokenizer;
  }

  /** Number of tokens of all windows. */
  public int tokens() {
    return tokens.size();
  }

  /** Number of windows; 0 if there is no token. */
  public int windows() {
    return Math.ceilDiv(tokens.size(), size);
  }

  /** The first token of a window, counted in the text. */
  public int first(int window) {
    return window * size;
  }

  /** The ids of a window's tokens, without special tokens. */
  public int[] ids(int window) {
    return tokens.ids(first(window), end(window));
  }

  /** The window as it travels, with spans in the whole document. */
  public Window message(int window) {
    int first = first(window);
    int end = end(window);
    Window.Builder message =
        Window.newBuilder()
            .setIndex(window)
            .setTextStart(offset + tokens.start(first))
            .setText(text.substring(tokens.start(first), furthestEnd(first, end)));
    for (int token = first; token < end; token++) {
      message
          .addTokenIds(tokens.id(token))
          .addPieces(vocabulary.piece(tokens.id(token)))
          .addStarts(offset + tokens.start(token))
          .addEnds(offset + tokens.end(token));
    }
    return message.build();
  }

  private int end(int window) {
    return Math.min(first(window) + size, tokens.size());
  }

  private int furthestEnd(int first, int end) {
    int furthest = 0;
    for (int token = first; token < end; token++) {
      furthest = Math.max(furthest, tokens.end(token));
    }
    return furthest;
  }
}
