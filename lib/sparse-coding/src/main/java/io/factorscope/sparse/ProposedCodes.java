package io.factorscope.sparse;

/**
 * Codes that are not certified. Row i has its entries from {@code i * room}, in any order.
 *
 * @param room entries of a row
 * @param supports entries in use by row; more than {@code room} means that some are missing
 * @param factors [rows][room]
 * @param activations [rows][room], parallel to the factors
 */
public record ProposedCodes(int room, int[] supports, int[] factors, float[] activations) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the arrays are not of {@code supports.length * room}
   */
  public ProposedCodes {
    long entries = (long) room * supports.length;
    if (factors.length != entries || activations.length != entries) {
      throw new IllegalArgumentException(
          "%d rows with room for %d have %d factors and %d activations; both must be %d"
              .formatted(supports.length, room, factors.length, activations.length, entries));
    }
  }
}
