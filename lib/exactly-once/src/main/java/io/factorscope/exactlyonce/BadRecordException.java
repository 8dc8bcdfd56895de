package io.factorscope.exactlyonce;

import io.factorscope.wire.InvalidMessageException;

/**
 * A record that can't be used. The message names the field, its value and the limit, in one line.
 */
public final class BadRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  public BadRecordException(String message) {
    super(message);
  }

  /** A record whose message contradicts itself. */
  public BadRecordException(InvalidMessageException cause) {
    this(String.valueOf(cause.getMessage()), cause);
  }

  public BadRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
