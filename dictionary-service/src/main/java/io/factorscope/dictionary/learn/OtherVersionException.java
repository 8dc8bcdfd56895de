package io.factorscope.dictionary.learn;

/** What was derived again is not what was published. */
public final class OtherVersionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OtherVersionException(String message) {
    super(message);
  }
}
