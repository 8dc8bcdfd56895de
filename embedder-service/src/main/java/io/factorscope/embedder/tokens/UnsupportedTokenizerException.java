package io.factorscope.embedder.tokens;

/** A tokenizer file asks for something that this tokenizer does not do. */
public final class UnsupportedTokenizerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsupportedTokenizerException(String message) {
    super(message);
  }
}
