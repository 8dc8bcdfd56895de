package io.factorscope.standalone.corpus;

/** A corpus that can't be read. The message names the place and the remedy, in one line. */
public final class CorpusException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CorpusException(String message) {
    super(message);
  }

  public CorpusException(String message, Throwable cause) {
    super(message, cause);
  }
}
