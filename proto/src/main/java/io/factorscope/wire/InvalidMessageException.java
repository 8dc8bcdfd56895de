package io.factorscope.wire;

/** A message contradicts itself. The text names the field, its value and what it must be. */
public final class InvalidMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  public InvalidMessageException(String message) {
    super(message);
  }

  /** What could not be unpacked, as a part of the message that holds it. */
  InvalidMessageException(String field, IllegalArgumentException cause) {
    super(field + "." + cause.getMessage(), cause);
  }

  /**
   * Checks a field.
   *
   * @param must what the value has to be, for people
   * @throws InvalidMessageException saying so, unless it holds
   */
  public static void require(boolean holds, String field, Object value, Object must)
      throws InvalidMessageException {
    if (!holds) {
      throw new InvalidMessageException(field + ": is " + value + ", must be " + must);
    }
  }
}
