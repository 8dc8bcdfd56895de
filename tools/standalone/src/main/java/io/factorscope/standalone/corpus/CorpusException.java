package io.factorscope.standalone.corpus;

import org.jspecify.annotations.Nullable;

/** There is no such corpus. The message names the place and the remedy, in one line. */
public final class CorpusException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CorpusException(String message) {
    super(message);
  }

  public CorpusException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
