package io.factorscope.sparse.learn;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether a new version may take the place of the one in use. Drift is no reason against it.
 *
 * @param varianceLoss how much explained variance it may lose
 * @param supportGrowth by what factor its codes may be longer
 * @param deadGrowth how much its share of dead factors may grow
 * @param changedShare what share of the factors may have been replaced or merged in between
 * @param fewest held-out vectors; with fewer only the atoms are looked at
 */
public record Gate(
    double varianceLoss, double supportGrowth, double deadGrowth, double changedShare, int fewest) {

  /** Limits that good updates stay far within. */
  public static final Gate DEFAULT = new Gate(0.02, 1.3, 0.05, 0.1, 200);

  private static final double NORM_TOLERANCE = 1e-3;

  /**
   * Why a version must not be used, or empty if it may.
   *
   * @param sinceLive factors that were replaced or merged between the two
   * @param score the new version's
   * @param live the score of the version in use, on the same sample
   */
  public Optional<String> refusal(
      LearnedVersion version, ReplacedFactors sinceLive, HeldOutScore score, HeldOutScore live) {
    return atoms(version)
        .or(
            () ->
                score.vectors() < fewest
                    ? Optional.empty()
                    : scores(version, sinceLive, score, live));
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

  private Optional<String> scores(
      LearnedVersion version, ReplacedFactors sinceLive, HeldOutScore score, HeldOutScore live) {
    double changed = (double) sinceLive.count() / version.factors();
    return atLeast(
            "explained variance",
            score.explainedVariance(),
            live.explainedVariance() - varianceLoss)
        .or(() -> atMost("mean support", score.meanSupport(), live.meanSupport() * supportGrowth))
        .or(() -> atMost("share of dead factors", score.deadShare(), live.deadShare() + deadGrowth))
        .or(() -> atMost("share of factors replaced or merged", changed, changedShare));
  }

  private static Optional<String> atLeast(String what, double value, double limit) {
    return value >= limit
        ? Optional.empty()
        : Optional.of(worded("%s is %.4f, below the limit %.4f", what, value, limit));
  }

  private static Optional<String> atMost(String what, double value, double limit) {
    return value <= limit
        ? Optional.empty()
        : Optional.of(worded("%s is %.4f, above the limit %.4f", what, value, limit));
  }

  /** Goes into the version's header, and must not depend on the machine that derives it. */
  private static String worded(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
