package io.factorscope.sparse.learn;

/**
 * The constants of a learner. Immutable, and part of its state: a dictionary keeps the settings
 * that it began with, because its versions depend on them.
 *
 * @param forgetting ρ: evidence counts in proportion to t^ρ, where t is the number of mini-batches
 *     of {@link #MINIBATCH} vectors learned before its version. ρ = 1 is the forgetting by (1 −
 *     1/t) per mini-batch of Mairal et al. 2010, section 3.4.3; 0 forgets nothing. Held-out
 *     explained variance of bge-small-en-v1.5 after 25,000 / 100,000 / 300,000 vectors was 0.690 /
 *     0.726 / 0.741 for 1 and 0.687 / 0.728 / 0.743 for 2
 * @param deadAfter a factor that none of the last so many learned vectors uses is replaced
 * @param mergeCosine atoms with a cosine above this are merged
 * @param driftCosine a factor whose cosine to the first atom of its generation falls below this has
 *     become something else
 * @param replacementShare the largest share of factors replaced or merged in one update: half of
 *     what {@link Gate} lets pass
 * @param candidateShare the share of learned vectors whose residual is looked at for replacements
 * @param reservoir how many held-out vectors are kept
 * @param returnVectors how many new vectors the evidence weighs as much as after a roll-back or
 *     import
 * @param priorVectors how many vectors' evidence the belief in version 1 weighs as much as: see
 *     {@link Prior}. On three parts of a stream of bge-small-en-v1.5's states, the gate refused 7
 *     to 8 of the first 9 versions with 0 and none with 250; explained variance after 100,000
 *     vectors was 0.726 with 0 and 0.730 with 250. With 500 and 1000 the first steps are safer and
 *     what follows is slower
 * @param seed of the samples: candidates and held-out vectors
 */
public record LearnerSettings(
    double forgetting,
    long deadAfter,
    double mergeCosine,
    double driftCosine,
    double replacementShare,
    double candidateShare,
    int reservoir,
    int returnVectors,
    int priorVectors,
    long seed) {

  /** The unit of the forgetting rule, in vectors: what was found best among 512 to 4096. */
  static final int MINIBATCH = 512;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the setting, its value and its limits
   */
  public LearnerSettings {
    within("forgetting", forgetting, 0, 10);
    within("deadAfter", deadAfter, 1, Long.MAX_VALUE);
    within("mergeCosine", mergeCosine, 0.9, 1);
    within("driftCosine", driftCosine, -1, 1);
    within("replacementShare", replacementShare, 0, 1);
    within("candidateShare", candidateShare, 0, 1);
    within("reservoir", reservoir, 1, 1_000_000);
    within("returnVectors", returnVectors, 1, Integer.MAX_VALUE);
    within("priorVectors", priorVectors, 0, Integer.MAX_VALUE);
  }

  private static void within(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s is %s; it must be from %s to %s".formatted(name, value, min, max));
    }
  }

  /**
   * The defaults: measured on hidden states of bge-small-en-v1.5 where the method leaves a choice.
   *
   * @param seed of the samples
   */
  public static LearnerSettings defaults(long seed) {
    return new LearnerSettings(2, 50_000, 0.999, 0.9, 0.05, 0.125, 1000, 5000, 250, seed);
  }

  /** The same with another forgetting exponent. */
  public LearnerSettings withForgetting(double exponent) {
    return new LearnerSettings(
        exponent,
        deadAfter,
        mergeCosine,
        driftCosine,
        replacementShare,
        candidateShare,
        reservoir,
        returnVectors,
        priorVectors,
        seed);
  }

  /** The same with another limit of disuse, in vectors. */
  public LearnerSettings withDeadAfter(long vectors) {
    return new LearnerSettings(
        forgetting,
        vectors,
        mergeCosine,
        driftCosine,
        replacementShare,
        candidateShare,
        reservoir,
        returnVectors,
        priorVectors,
        seed);
  }

  /** The same with another size of the held-out reservoir. */
  public LearnerSettings withReservoir(int vectors) {
    return new LearnerSettings(
        forgetting,
        deadAfter,
        mergeCosine,
        driftCosine,
        replacementShare,
        candidateShare,
        vectors,
        returnVectors,
        priorVectors,
        seed);
  }

  /** The same with another weight of the belief in version 1, in vectors. */
  public LearnerSettings withPriorVectors(int vectors) {
    return new LearnerSettings(
        forgetting,
        deadAfter,
        mergeCosine,
        driftCosine,
        replacementShare,
        candidateShare,
        reservoir,
        returnVectors,
        vectors,
        seed);
  }
}
