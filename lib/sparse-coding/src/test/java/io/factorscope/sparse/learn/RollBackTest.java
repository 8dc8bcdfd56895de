package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.factorscope.sparse.Dictionary;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RollBackTest {
  private static final double LAMBDA = 0.1;
  private static final LearnerSettings SETTINGS = LearnerSettings.defaults(7);

  @Test
  void staysWhereItIsResetTo() {
    PlantedStream stream = new PlantedStream(60, 32, 5, 8);
    Dictionary first = stream.firstVersion();
    Learner learner = new Learner(LearnerState.first(first, new int[60], SETTINGS));
    learner.admit(stream.evidence(6000, first, LAMBDA), ReplacedFactors.none());
    Dictionary second = learner.update().dictionary();
    learner.admit(stream.evidence(6000, second, LAMBDA), ReplacedFactors.none());
    LearnedVersion third = learner.update();
    assertThat(largestDifference(third.atoms(), first.atoms())).isGreaterThan(0.1);

    learner.resetTo(first, new int[60]);
    LearnedVersion after = learner.update();

    assertThat(largestDifference(after.atoms(), first.atoms())).isLessThan(1e-6);
    assertThat(after.drifted()).isEmpty();
  }

  @Test
  void aResetLeavesTheWeightOf5000Vectors() {
    PlantedStream stream = new PlantedStream(60, 32, 5, 8);
    Dictionary first = stream.firstVersion();
    LearnerState state = LearnerState.first(first, new int[60], SETTINGS);
    Learner learner = new Learner(state);
    learner.admit(stream.evidence(8000, first, LAMBDA), ReplacedFactors.none());
    double trace = state.sums.trace();

    learner.resetTo(first, new int[60]);

    double perVector = trace / 8000; // all of one version, so all of one weight: 1
    assertThat(state.sums.trace())
        .isCloseTo(5000 * perVector * state.growth(), withPercentage(1e-6));
  }

  @Test
  void numbersOfGenerationsAreNeverUsedAgainAfterARollBack() {
    PlantedStream stream = new PlantedStream(60, 32, 5, 9);
    Dictionary first = stream.firstVersion();
    Learner learner = new Learner(LearnerState.first(first, new int[60], SETTINGS));
    learner.admit(stream.evidence(3000, first, LAMBDA), ReplacedFactors.none());
    LearnedVersion second = learner.update();
    int drifted = second.drifted()[0];
    assertThat(second.generations()[drifted]).isEqualTo(1);

    learner.resetTo(first, new int[60]);
    assertThat(learner.state().generations()[drifted]).isZero();
    learner.admit(stream.evidence(12_000, first, LAMBDA), ReplacedFactors.none());
    LearnedVersion other = learner.update();

    assertThat(other.drifted()).contains(drifted);
    assertThat(other.generations()[drifted]).isEqualTo(2);
  }

  /** As without a checkpoint, when the evidence is gone, too. */
  @Test
  void aSkipWithoutSumsGoesOnWithTheCountsAndFirstWeighsTheVersionAs5000Vectors() {
    PlantedStream stream = new PlantedStream(60, 32, 5, 9);
    Dictionary version = stream.firstVersion();
    LearnerState state = LearnerState.first(version, new int[60], SETTINGS);
    Learner learner = new Learner(state);
    LearnerCounts counts = new LearnerCounts(400_000, 0, 2_000_000);
    int[] highest = new int[60];
    Arrays.fill(highest, 7);

    learner.skipTo(version, new int[60], highest, counts);
    LearnerState restored = LearnerStateFormat.read(LearnerStateFormat.write(state, 4096));
    Learner next = new Learner(restored);
    next.admit(stream.evidence(100, version, LAMBDA), ReplacedFactors.none());
    LearnedVersion after = next.update();

    assertThat(after.counts()).isEqualTo(new LearnerCounts(400_100, 0, 2_000_100));
    assertThat(restored.massOfOnes)
        .isCloseTo(5100 * Math.pow(1 + 400_000 / 512.0, 2), withPercentage(1e-9));
    assertThat(largestDifference(after.atoms(), version.atoms())).isBetween(1e-4, 0.2);
    for (int factor : after.drifted()) {
      assertThat(after.generations()[factor]).isEqualTo(8);
    }
    next.admit(stream.evidence(60_000, version, LAMBDA), ReplacedFactors.none());
    LearnedVersion drifted = next.update();
    assertThat(drifted.drifted()).isNotEmpty();
    assertThat(drifted.generations()[drifted.drifted()[0]]).isGreaterThanOrEqualTo(8);
  }

  @Test
  void anImportIsAFixedPointAndBeginsNewGenerations() {
    PlantedStream stream = new PlantedStream(30, 16, 3, 10);
    Dictionary first = stream.firstVersion();
    Learner learner = new Learner(LearnerState.first(first, new int[30], SETTINGS));
    learner.admit(stream.evidence(600, first, LAMBDA), ReplacedFactors.none());
    learner.update();
    Dictionary imported = Dictionary.of(stream.atoms(), 30, 16);
    double[] usage = new double[30];
    Arrays.fill(usage, 0.25);

    int[] before = learner.state().generations();
    learner.importAtoms(imported, usage);
    LearnedVersion after = learner.update();

    assertThat(largestDifference(after.atoms(), imported.atoms())).isLessThan(1e-6);
    for (int j = 0; j < 30; j++) {
      assertThat(after.generations()[j]).isEqualTo(before[j] + 1);
    }
  }

  private static double largestDifference(float[] one, float[] other) {
    double largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs(one[i] - other[i]));
    }
    return largest;
  }
}
