package io.factorscope.standalone.ingest;

/** The API did not answer; it may do so later. */
final class NoAnswerException extends IngestException {

  private static final long serialVersionUID = 1L;

  private final boolean mayBeCommitted;

  NoAnswerException(String message, Throwable cause, boolean mayBeCommitted) {
    super(message, cause);
    this.mayBeCommitted = mayBeCommitted;
  }

  /** Whether the API may have taken what was sent, all or some of it. */
  boolean mayBeCommitted() {
    return mayBeCommitted;
  }
}
