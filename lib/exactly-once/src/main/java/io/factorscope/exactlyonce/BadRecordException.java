package io.factorscope.exactlyonce;

/**
 * A record that can't be used. The message names the field, its value and the limit, in one line.
 */
public final class BadRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  public BadRecordException(String message) {
    super(message);
  }

  public BadRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
