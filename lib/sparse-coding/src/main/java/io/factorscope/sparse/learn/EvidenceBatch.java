package io.factorscope.sparse.learn;

import io.factorscope.sparse.SparseCodes;

/**
 * Sampled vectors with their codes. The arrays are read, never kept or written to.
 *
 * @param states row-major [codes.count()][width]
 * @param codes of the states, by any version of the dictionary that is learned
 * @param weight 1 / share at which the vectors were sampled, above 0
 * @param identities [codes.count()] a hash of each vector's identity
 * @param layers [codes.count()] the layer of each vector
 */
public record EvidenceBatch(
    float[] states, SparseCodes codes, double weight, long[] identities, int[] layers) {

  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if the arrays do not have one entry per code, or the weight is
   *     not finite and above 0
   */
  public EvidenceBatch {
    int count = codes.count();
    if (identities.length != count || layers.length != count) {
      throw new IllegalArgumentException(
          "%d codes come with %d identities and %d layers; each code needs one of both"
              .formatted(count, identities.length, layers.length));
    }
    if (!(weight > 0) || weight == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "the weight of evidence is %s; it is 1 / share, at least 1".formatted(weight));
    }
  }

  /** Number of vectors. */
  public int count() {
    return codes.count();
  }

  /**
   * Checks that the evidence fits a dictionary.
   *
   * @throws IllegalArgumentException if the states are not [count][width] finite values, or a code
   *     uses a factor that does not exist
   */
  void checkFits(int factors, int width) {
    if (states.length != (long) count() * width) {
      throw new IllegalArgumentException(
          "%d states of width %d need %d values; there are %d"
              .formatted(count(), width, (long) count() * width, states.length));
    }
    for (int k = 0; k < states.length; k++) {
      if (!Float.isFinite(states[k])) {
        throw new IllegalArgumentException(
            "state %d has the value %s at coordinate %d; states must be finite"
                .formatted(k / width, states[k], k % width));
      }
    }
    for (int row = 0; row < count(); row++) {
      int end = codes.offset(row + 1);
      if (codes.support(row) > 0 && codes.factors()[end - 1] >= factors) {
        throw new IllegalArgumentException(
            "code %d uses factor %d; the dictionary has %d factors"
                .formatted(row, codes.factors()[end - 1], factors));
      }
    }
  }
}
