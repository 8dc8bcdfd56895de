package io.factorscope.sparse.learn;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether a new version may take the place of the one in use. Drift is no reason against it.
 *
 * <p>It is compared with the version in use, and with the best so far: compared with the first
 * alone, each of ten versions in a row might lose as much as the limit. All are scored on the same
 * sample at the same time, so that a stream that has become harder is held against none.
 *
 * @param varianceLoss how much less explained variance than either it may have
 * @param supportGrowth by what factor its codes may be longer than those of either
 * @param deadGrowth how much larger than that of either its share of dead factors may be
 * @param changedShare what share of the factors may differ, by replacement or merger, from the
 *     version in use
 * @param minVectors held-out vectors; with fewer, only the atoms are checked
 */
public record Gate(
    double varianceLoss,
    double supportGrowth,
    double deadGrowth,
    double changedShare,
    int minVectors) {

  /** Limits that good updates stay far below. */
  public static final Gate DEFAULT = new Gate(0.02, 1.3, 0.05, 0.1, 200);

  private static final double NORM_TOLERANCE = 1e-3;

  /**
   * Why a version must not be used, or empty if it may.
   *
   * @param sinceLive factors that were replaced or merged between the two
   * @param score the new version's
   * @param live the score of the version in use, on the same sample
   * @param best the score of the best version so far, on the same sample
   */
  public Optional<String> refusal(
      LearnedVersion version,
      ReplacedFactors sinceLive,
      HeldOutScore score,
      HeldOutScore live,
      HeldOutScore best) {
    Optional<String> broken = atoms(version);
    if (broken.isPresent() || score.vectors() < minVectors) {
      return broken;
    }
    double changed = (double) sinceLive.count() / version.factors();
    return scores(score, live, "")
        .or(() -> scores(score, best, " of the best version"))
        .or(() -> atMost("share of factors replaced or merged", changed, changedShare, ""));
  }

  /**
   * Whether a version that is now in use is the best so far: the one that explains most, or the
   * latest as long as there are too few vectors to tell.
   */
  public boolean isBest(HeldOutScore score, HeldOutScore best) {
    return score.vectors() < minVectors || !(score.explainedVariance() < best.explainedVariance());
  }

  /** Why atoms are no dictionary, or empty. */
  public static Optional<String> atoms(LearnedVersion version) {
    for (int j = 0; j < version.factors(); j++) {
      double squares = 0;
      for (int k = 0; k < version.width(); k++) {
        double value = version.atoms()[j * version.width() + k];
        squares += value * value;
      }
      double norm = Math.sqrt(squares);
      if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) {
        return Optional.of(worded("factor %d has norm %s; it must be 1", j, norm));
      }
    }
    return Optional.empty();
  }

  /**
   * How many more factors a version may replace or merge, so that it is not refused for that.
   *
   * @param factors m
   * @param sinceLive factors that were replaced or merged since the version in use
   */
  public int renewable(int factors, ReplacedFactors sinceLive) {
    return Math.max(0, (int) (changedShare * factors) - sinceLive.count());
  }

  /**
   * @param whose the other is, for people
   */
  private Optional<String> scores(HeldOutScore score, HeldOutScore other, String whose) {
    return atLeast(
            "explained variance",
            score.explainedVariance(),
            other.explainedVariance() - varianceLoss,
            whose)
        .or(
            () ->
                atMost(
                    "mean support",
                    score.meanSupport(),
                    other.meanSupport() * supportGrowth,
                    whose))
        .or(
            () ->
                atMost(
                    "share of dead factors",
                    score.deadShare(),
                    other.deadShare() + deadGrowth,
                    whose));
  }

  private static Optional<String> atLeast(String what, double value, double limit, String whose) {
    return value >= limit
        ? Optional.empty()
        : Optional.of(worded("%s is %.4f, below the limit%s %.4f", what, value, whose, limit));
  }

  private static Optional<String> atMost(String what, double value, double limit, String whose) {
    return value <= limit
        ? Optional.empty()
        : Optional.of(worded("%s is %.4f, above the limit%s %.4f", what, value, whose, limit));
  }

  /** Goes into the version's header, and must not depend on the machine that derives it. */
  private static String worded(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
