package io.factorscope.sparse.learn;

/**
 * The belief before the first update, and before the first one after a skip that brought no sums
 * along: every factor is used as much as the average one, each by itself, and the atoms are right.
 * A gets that usage on its diagonal and B := D A, so that the atoms stay where they are until
 * evidence outweighs it.
 *
 * <p>Version 1 is made of samples, and the first mini-batches use a factor only some twenty times:
 * without this, the descent fits them and explains held-out vectors worse than the samples did. The
 * forgetting that evidence is subject to makes the prior fade.
 */
final class Prior {
  private Prior() {}

  /**
   * Adds the prior, if one is due, to the sums of the first evidence, which say how much the
   * average factor is used. Without evidence it stays due.
   *
   * @param state with A symmetric
   */
  static void addDue(LearnerState state) {
    if (state.priorDue == 0 || !(state.mass > 0)) {
      return;
    }
    double mass = state.massOf(state.priorDue);
    double use = mass * state.sums.trace() / (state.mass * state.factors());
    state.sums.addFixed(use, state.atoms);
    state.mass += mass;
    state.massOfOnes += state.priorDue * state.growth();
    state.priorDue = 0;
  }
}
