package io.factorscope.dictionary.learn;

import io.factorscope.sparse.CodingException;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.sparse.learn.Gate;
import io.factorscope.sparse.learn.HeldOutReservoir;
import io.factorscope.sparse.learn.HeldOutScore;
import io.factorscope.sparse.learn.HeldOutScorer;
import io.factorscope.sparse.learn.LearnedVersion;
import io.factorscope.v1.VersionHeader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Scores each version on the held-out reservoir, and compares it there with the version in use. */
final class Evaluation {

  private final double lambda;
  private HeldOutScorer live;
  private @Nullable HeldOutScorer candidate;

  /**
   * @param live row-major {@code [factors][width]}: the atoms of the version in use
   */
  Evaluation(VersionHeader dictionary, float[] live) {
    this.lambda = dictionary.getLambda();
    int width = dictionary.getModel().getWidth();
    this.live = scorer(Dictionary.of(live, dictionary.getFactors(), width));
  }

  /**
   * @param score on the reservoir; empty if there is nothing in it or the atoms are no dictionary
   * @param refused why the version must not be used
   */
  record Outcome(Optional<HeldOutScore> score, Optional<String> refused) {}

  Outcome of(LearnedVersion version, Chain chain, HeldOutReservoir heldOut) {
    candidate = null;
    Optional<String> broken = Gate.atoms(version);
    if (broken.isPresent()) {
      return new Outcome(Optional.empty(), broken);
    }
    HeldOutScorer scorer = scorer(version.dictionary());
    candidate = scorer;
    if (heldOut.size() == 0) {
      return new Outcome(Optional.empty(), Optional.empty());
    }
    try {
      HeldOutScore score = scorer.score(heldOut);
      Optional<String> refused =
          Gate.DEFAULT.refusal(
              version,
              chain.replacedSince(chain.live().getId().getVersion()).and(version),
              score,
              live.score(heldOut));
      return new Outcome(Optional.of(score), refused);
    } catch (CodingException e) {
      return new Outcome(
          Optional.empty(), Optional.of("held-out vectors can't be coded: " + e.getMessage()));
    }
  }

  private HeldOutScorer scorer(Dictionary dictionary) {
    return new HeldOutScorer(SparseCoders.best(dictionary, lambda));
  }

  /** The version that was scored last is in use now. */
  void follow() {
    if (candidate != null) {
      live = candidate;
    }
  }
}
