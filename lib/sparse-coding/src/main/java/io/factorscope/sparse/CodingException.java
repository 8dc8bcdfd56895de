package io.factorscope.sparse;

/** A state that has no certified code: not finite, or beyond what float arithmetic can certify. */
public final class CodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int row;
  private final String reason;

  /**
   * Names the state.
   *
   * @param row its row in the array that was passed to the coder
   * @param reason what is wrong with it, with the value and the remedy
   */
  public CodingException(int row, String reason) {
    super("state " + row + ": " + reason);
    this.row = row;
    this.reason = reason;
  }

  /** The same, for a fault of the solver itself. */
  CodingException(int row, String reason, RuntimeException cause) {
    this(row, reason);
    initCause(cause);
  }

  /** Row of the state in the array that was passed to the coder. */
  public int row() {
    return row;
  }

  /** What is wrong with the state, without its row. */
  public String reason() {
    return reason;
  }
}
