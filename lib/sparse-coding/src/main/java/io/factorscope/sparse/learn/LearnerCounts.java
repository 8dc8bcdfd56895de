package io.factorscope.sparse.learn;

/**
 * How much evidence a learner has seen.
 *
 * @param learned vectors that were admitted
 * @param refused vectors that were not: they used a factor that has become something else, or came
 *     with a version that is too old
 * @param coded vectors that the evidence stands for: the sum of all its weights, held-out ones too
 */
public record LearnerCounts(long learned, long refused, double coded) {
  static final LearnerCounts NONE = new LearnerCounts(0, 0, 0);

  LearnerCounts plus(long moreLearned, long moreRefused, double moreCoded) {
    return new LearnerCounts(learned + moreLearned, refused + moreRefused, coded + moreCoded);
  }
}
