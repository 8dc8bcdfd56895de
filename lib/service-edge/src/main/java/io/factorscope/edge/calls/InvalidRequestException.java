package io.factorscope.edge.calls;

import org.jspecify.annotations.Nullable;

/** A request breaks a rule; the message names the field, its value and the limit. */
public final class InvalidRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidRequestException(@Nullable String message) {
    super(message);
  }
}
