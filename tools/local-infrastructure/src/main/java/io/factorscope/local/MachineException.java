package io.factorscope.local;

/** The machine can't be started, used or stopped. The message names what, and the remedy. */
public final class MachineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MachineException(String message) {
    super(message);
  }

  public MachineException(String message, Throwable cause) {
    super(message, cause);
  }
}
