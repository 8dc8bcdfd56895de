package io.factorscope.versions;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** A dictionary-service does not answer, or refuses to. */
public final class DictionariesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Status.Code code;

  /**
   * @param what it does not do
   */
  DictionariesException(String what, StatusRuntimeException cause) {
    super("dictionary-service: does not " + what + ": " + cause.getStatus(), cause);
    this.code = cause.getStatus().getCode();
  }

  /** Why, in one word. */
  public Status.Code code() {
    return code;
  }
}
