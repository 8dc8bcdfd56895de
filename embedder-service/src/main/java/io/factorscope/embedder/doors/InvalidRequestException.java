package io.factorscope.embedder.doors;

/** A request breaks a rule; the message names the field, its value and the limit. */
final class InvalidRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidRequestException(String message) {
    super(message);
  }
}
