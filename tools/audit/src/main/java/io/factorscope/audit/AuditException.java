package io.factorscope.audit;

/** The topics can't be audited. The message names the topic or file, and the remedy. */
public final class AuditException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public AuditException(String message) {
    super(message);
  }

  public AuditException(String message, Throwable cause) {
    super(message, cause);
  }
}
