package io.factorscope.embedder.doors;

import java.time.Duration;

/** A call can't be served now, through no fault of the caller; another try later may succeed. */
public final class NotNowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final Duration retryAfter;

  /** Why not now. */
  public enum Kind {
    /** The service or what it depends on is not there: HTTP 503, UNAVAILABLE. */
    AWAY,
    /** More comes in than is read: HTTP 429, RESOURCE_EXHAUSTED. */
    FULL
  }

  public NotNowException(Kind kind, String message, Duration retryAfter) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  Kind kind() {
    return kind;
  }

  /** When to try again. */
  Duration retryAfter() {
    return retryAfter;
  }
}
