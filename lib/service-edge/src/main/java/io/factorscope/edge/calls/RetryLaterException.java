package io.factorscope.edge.calls;

import org.jspecify.annotations.Nullable;

/** A call can't be served now, through no fault of the caller; another try later may succeed. */
public final class RetryLaterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** Why not now. */
  public enum Kind {
    /** The service or what it depends on is not there: HTTP 503, UNAVAILABLE. */
    AWAY,
    /** More comes in than is read: HTTP 429, RESOURCE_EXHAUSTED. */
    FULL
  }

  public RetryLaterException(Kind kind, @Nullable String message) {
    super(message);
    this.kind = kind;
  }

  /** Why not now. */
  public Kind kind() {
    return kind;
  }
}
