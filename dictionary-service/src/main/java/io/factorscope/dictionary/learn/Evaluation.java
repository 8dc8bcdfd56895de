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

/**
 * Scores each version on the held-out reservoir, and compares it there with the version in use and
 * with the best so far.
 */
final class Evaluation {

  private final double lambda;
  private HeldOutScorer live;
  private HeldOutScorer best; // most often the same as live, so that it costs nothing
  private @Nullable HeldOutScorer candidate;
  private boolean candidateIsBest;

  /**
   * @param live row-major {@code [factors][width]}: the atoms of the version in use
   * @param best those of the best version; the same array if it is the one in use
   */
  Evaluation(VersionHeader dictionary, float[] live, float[] best) {
    this.lambda = dictionary.getLambda();
    int width = dictionary.getModel().getWidth();
    this.live = scorer(Dictionary.of(live, dictionary.getFactors(), width));
    this.best =
        best == live ? this.live : scorer(Dictionary.of(best, dictionary.getFactors(), width));
  }

  /**
   * @param score on the reservoir; empty if there is nothing in it or the atoms are no dictionary
   * @param refused why the version must not be used
   * @param isBest whether it is the best version from now on
   */
  record Outcome(Optional<HeldOutScore> score, Optional<String> refused, boolean isBest) {

    static Outcome refused(String reason) {
      return new Outcome(Optional.empty(), Optional.of(reason), false);
    }
  }

  Outcome of(LearnedVersion version, Chain chain, HeldOutReservoir heldOut) {
    candidate = null;
    Optional<String> broken = Gate.atoms(version);
    if (broken.isPresent()) {
      return Outcome.refused(broken.get());
    }
    HeldOutScorer scorer = scorer(version.dictionary());
    Outcome outcome = outcome(scorer, version, chain, heldOut);
    candidate = scorer;
    candidateIsBest = outcome.isBest();
    return outcome;
  }

  private Outcome outcome(
      HeldOutScorer scorer, LearnedVersion version, Chain chain, HeldOutReservoir heldOut) {
    if (heldOut.size() == 0) {
      return new Outcome(Optional.empty(), Optional.empty(), true);
    }
    try {
      HeldOutScore score = scorer.score(heldOut);
      HeldOutScore ofLive = live.score(heldOut);
      HeldOutScore ofBest = best == live ? ofLive : best.score(heldOut);
      Optional<String> refused =
          Gate.DEFAULT.refusal(
              version,
              chain.replacedSince(chain.live().getId().getVersion()).and(version),
              score,
              ofLive,
              ofBest);
      boolean isBest = refused.isEmpty() && Gate.DEFAULT.isBest(score, ofBest);
      return new Outcome(Optional.of(score), refused, isBest);
    } catch (CodingException e) {
      return Outcome.refused("held-out vectors can't be coded: " + e.getMessage());
    }
  }

  private HeldOutScorer scorer(Dictionary dictionary) {
    return new HeldOutScorer(SparseCoders.best(dictionary, lambda));
  }

  /** The version that was scored last is in use now. */
  void follow() {
    if (candidate != null) {
      live = candidate;
      best = candidateIsBest ? candidate : best;
    }
  }
}
