package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final HeldOutScore LIVE = new HeldOutScore(1000, 0.72, 48, 0.01);

  @Test
  void letsAVersionPassThatIsJustGoodEnough() {
    assertThat(refusal(version(10), new HeldOutScore(1000, 0.7001, 62.3, 0.0599))).isEmpty();
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(refusal(version(0), new HeldOutScore(1000, 0.69, 48, 0.01)))
        .contains("explained variance is 0.6900, below the limit 0.7000");
    assertThat(refusal(version(0), new HeldOutScore(1000, Double.NaN, 48, 0.01)))
        .contains("explained variance is NaN, below the limit 0.7000");
    assertThat(refusal(version(0), new HeldOutScore(1000, 0.72, 63, 0.01)))
        .contains("mean support is 63.0000, above the limit 62.4000");
    assertThat(refusal(version(0), new HeldOutScore(1000, 0.72, 48, 0.07)))
        .contains("share of dead factors is 0.0700, above the limit 0.0600");
    assertThat(refusal(version(11), LIVE))
        .contains("share of factors replaced or merged is 0.1100, above the limit 0.1000");
  }

  /** The words go into the header of a version, which every machine must derive alike. */
  @Test
  void saysItAlikeInEveryLanguage() {
    Locale before = Locale.getDefault();
    for (String language : List.of("de-DE", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva")) {
      Locale.setDefault(Locale.forLanguageTag(language));
      try {
        assertThat(refusal(version(0), new HeldOutScore(1000, 0.69, 48, 0.01)))
            .contains("explained variance is 0.6900, below the limit 0.7000");
      } finally {
        Locale.setDefault(before);
      }
    }
  }

  @Test
  void smallLossesDoNotAddUp() {
    HeldOutScore best = new HeldOutScore(1000, 0.735, 40, 0);

    assertThat(refusal(version(0), new HeldOutScore(1000, 0.7151, 51.9, 0.0499), best)).isEmpty();
    assertThat(refusal(version(0), new HeldOutScore(1000, 0.714, 45, 0.01), best))
        .contains("explained variance is 0.7140, below the limit of the best version 0.7150");
    assertThat(refusal(version(0), new HeldOutScore(1000, 0.72, 53, 0.01), best))
        .contains("mean support is 53.0000, above the limit of the best version 52.0000");
    assertThat(refusal(version(0), new HeldOutScore(1000, 0.72, 45, 0.051), best))
        .contains("share of dead factors is 0.0510, above the limit of the best version 0.0500");
  }

  @Test
  void tenVersionsTogetherLoseNoMoreThanOneMay() {
    HeldOutScore best = LIVE;
    HeldOutScore live = LIVE;
    for (int step = 1; step <= 10; step++) {
      HeldOutScore next = new HeldOutScore(1000, 0.72 - 0.019 * step, 48, 0.01);
      if (Gate.DEFAULT.refusal(version(0), ReplacedFactors.none(), next, live, best).isEmpty()) {
        best = Gate.DEFAULT.isBest(next, best) ? next : best;
        live = next;
      }
    }
    assertThat(best).isEqualTo(LIVE);
    assertThat(live.explainedVariance()).isGreaterThanOrEqualTo(0.70);
  }

  @Test
  void theBestIsTheLatestThatExplainsMost() {
    assertThat(Gate.DEFAULT.isBest(new HeldOutScore(1000, 0.7201, 48, 0), LIVE)).isTrue();
    assertThat(Gate.DEFAULT.isBest(LIVE, LIVE)).isTrue();
    assertThat(Gate.DEFAULT.isBest(new HeldOutScore(1000, 0.7199, 48, 0), LIVE)).isFalse();
    assertThat(Gate.DEFAULT.isBest(new HeldOutScore(199, 0.1, 48, 0), LIVE)).isTrue();
  }

  @Test
  void withFewHeldOutVectorsOnlyLooksAtTheAtoms() {
    HeldOutScore bad = new HeldOutScore(199, 0, 1000, 1);

    assertThat(refusal(version(50), bad)).isEmpty();

    LearnedVersion infinite = version(0);
    infinite.atoms()[3] = Float.POSITIVE_INFINITY;
    assertThat(refusal(infinite, bad)).contains("factor 3 has norm Infinity; it must be 1");
    LearnedVersion unknown = version(0);
    unknown.atoms()[7] = Float.NaN;
    assertThat(refusal(unknown, LIVE)).contains("factor 7 has norm NaN; it must be 1");
    LearnedVersion longer = version(0);
    longer.atoms()[9] = 1.1f;
    assertThat(refusal(longer, LIVE)).hasValueSatisfying(s -> assertThat(s).contains("factor 9"));
  }

  private static Optional<String> refusal(LearnedVersion version, HeldOutScore score) {
    return refusal(version, score, LIVE);
  }

  private static Optional<String> refusal(
      LearnedVersion version, HeldOutScore score, HeldOutScore best) {
    return Gate.DEFAULT.refusal(version, ReplacedFactors.none().and(version), score, LIVE, best);
  }

  /** 100 factors of width 1, the first few of them replaced, but the last of those merged. */
  private static LearnedVersion version(int changed) {
    float[] atoms = new float[100];
    Arrays.fill(atoms, 1);
    int merges = Math.min(1, changed);
    return new LearnedVersion(
        100,
        1,
        atoms,
        new int[100],
        IntStream.range(0, changed - merges).toArray(),
        merges == 0 ? List.of() : List.of(new Merge(99, changed - 1)),
        new int[0],
        LearnerCounts.NONE);
  }
}
