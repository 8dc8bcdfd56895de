package io.factorscope.dictionary.learn;

/** Evidence that can't be used; the message names the field, its value and what it must be. */
public final class BadEvidenceException extends Exception {

  private static final long serialVersionUID = 1L;

  BadEvidenceException(String message) {
    super(message);
  }

  BadEvidenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
