package io.factorscope.local;

/** Something was not finished because a stop was asked for; no error. */
public final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StoppedException() {
    super("stopped on request");
  }
}
