package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnerTest {
  private static final double LAMBDA = 0.1;
  private static final LearnerSettings SETTINGS = LearnerSettings.defaults(7);

  @Test
  void recoversAPlantedDictionaryFrom2500Vectors() {
    PlantedStream stream = new PlantedStream(100, 47, 10, 3);
    float[] states = stream.states(2500);
    Dictionary head = stream.firstVersion();
    Learner learner = new Learner(LearnerState.first(head, new int[100], SETTINGS));

    for (int pass = 0; pass < 12; pass++) {
      for (int from = 0; from < 2500; from += 500) {
        float[] batch = Arrays.copyOfRange(states, from * 47, (from + 500) * 47);
        learner.admit(stream.evidence(batch, head, 0.3), ReplacedFactors.none());
        head = learner.update().dictionary();
      }
    }

    assertThat(meanBestCosine(stream.atoms(), head)).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void anUpdateLowersTheObjectiveOnWhatItHasSeen() {
    PlantedStream stream = new PlantedStream(60, 32, 5, 4);
    Dictionary first = stream.firstVersion();
    LearnerState state = LearnerState.first(first, new int[60], SETTINGS);
    Learner learner = new Learner(state);
    learner.admit(stream.evidence(700, first, LAMBDA), ReplacedFactors.none());
    state.sums.symmetrise();
    double before = objective(state);

    learner.update();
    double once = objective(state);
    learner.update();
    double twice = objective(state);

    assertThat(once).isLessThan(before - 1);
    assertThat(twice).isLessThan(once);
  }

  @Test
  void sumsAreThoseOfAPlainLoop() {
    PlantedStream stream = new PlantedStream(20, 12, 4, 5);
    Dictionary first = stream.firstVersion();
    EvidenceBatch batch = stream.evidence(50, first, LAMBDA);
    LearnerState state = LearnerState.first(first, new int[20], SETTINGS);
    new Learner(state).admit(batch, ReplacedFactors.none());
    state.sums.symmetrise();

    double[][] a = new double[20][20];
    double[][] b = new double[20][12];
    for (int row = 0; row < 50; row++) {
      double[] code = dense(batch.codes(), row, 20);
      for (int i = 0; i < 20; i++) {
        for (int j = 0; j < 20; j++) {
          a[i][j] += code[i] * code[j];
        }
        for (int k = 0; k < 12; k++) {
          b[i][k] += code[i] * batch.states()[row * 12 + k];
        }
      }
    }

    for (int i = 0; i < 20; i++) {
      assertThat(state.sums.a[i]).containsExactly(a[i], within(1e-9));
      assertThat(state.sums.b[i]).containsExactly(b[i], within(1e-9));
    }
  }

  @Test
  void theSameEvidenceGivesTheSameBitsAlsoAcrossACheckpoint() {
    List<LearnedVersion> versions = new ArrayList<>();
    Learner straight = learn(Integer.MAX_VALUE, versions);
    Learner again = learn(Integer.MAX_VALUE, new ArrayList<>());
    Learner interrupted = learn(3, new ArrayList<>());

    // The rules for dead factors and for drift took part.
    assertThat(versions).anyMatch(version -> version.replaced().length > 0);
    assertThat(versions).anyMatch(version -> version.drifted().length > 0);
    assertThat(again.state().atoms()).isEqualTo(straight.state().atoms());
    assertThat(interrupted.state().atoms()).isEqualTo(straight.state().atoms());
    assertThat(LearnerStateFormat.write(interrupted.state(), 10_000))
        .usingRecursiveComparison()
        .isEqualTo(LearnerStateFormat.write(straight.state(), 10_000));
  }

  /** Six versions; the state is written and read back in the middle of every {@code every}-th. */
  private static Learner learn(int every, List<LearnedVersion> versions) {
    PlantedStream stream = new PlantedStream(70, 20, 5, 6);
    Dictionary head = stream.firstVersion();
    LearnerSettings settings = SETTINGS.withDeadAfter(8).withReservoir(50);
    Learner learner = new Learner(LearnerState.first(head, new int[70], settings));
    for (int version = 1; version <= 6; version++) {
      learner.admit(stream.evidence(250, head, LAMBDA), ReplacedFactors.none());
      learner.hold(stream.evidence(30, head, LAMBDA));
      if (version % every == 0) {
        learner =
            new Learner(LearnerStateFormat.read(LearnerStateFormat.write(learner.state(), 4096)));
      }
      learner.admit(stream.evidence(150, head, LAMBDA), ReplacedFactors.none());
      LearnedVersion made = learner.update();
      versions.add(made);
      head = made.dictionary();
    }
    return learner;
  }

  @Test
  void boundariesOfBatchesDecideNothing() {
    PlantedStream whole = new PlantedStream(40, 20, 4, 14);
    PlantedStream split = new PlantedStream(40, 20, 4, 14);
    Dictionary first = whole.firstVersion();
    assertThat(split.firstVersion().atoms()).isEqualTo(first.atoms());
    Learner one = new Learner(LearnerState.first(first, new int[40], SETTINGS));
    Learner other = new Learner(LearnerState.first(first, new int[40], SETTINGS));

    one.admit(whole.evidence(600, first, LAMBDA), ReplacedFactors.none());
    for (int count : new int[] {1, 99, 500}) {
      other.admit(split.evidence(count, first, LAMBDA), ReplacedFactors.none());
    }

    assertThat(other.update().atoms()).isEqualTo(one.update().atoms());
    assertThat(LearnerStateFormat.write(other.state(), 10_000))
        .usingRecursiveComparison()
        .isEqualTo(LearnerStateFormat.write(one.state(), 10_000));
  }

  @Test
  void laterEvidenceWeighsMore() {
    PlantedStream stream = new PlantedStream(30, 16, 3, 11);
    Dictionary first = stream.firstVersion();
    LearnerState state = LearnerState.first(first, new int[30], SETTINGS.withForgetting(2));
    Learner learner = new Learner(state);
    learner.admit(stream.evidence(1024, first, LAMBDA), ReplacedFactors.none());
    assertThat(state.growth()).isEqualTo(1);

    learner.update();

    assertThat(state.growth()).isEqualTo(9); // the third mini-batch of 512, squared
  }

  @Test
  void refusesCodesThatUseAReplacedFactor() {
    PlantedStream stream = new PlantedStream(30, 16, 3, 12);
    Dictionary first = stream.firstVersion();
    EvidenceBatch batch = stream.evidence(100, first, LAMBDA);
    int victim = batch.codes().factors()[0];
    LearnedVersion later =
        new LearnedVersion(
            30,
            16,
            first.atoms(),
            new int[30],
            new int[] {victim},
            List.of(),
            new int[0],
            LearnerCounts.NONE);
    Learner learner = new Learner(LearnerState.first(first, new int[30], SETTINGS));

    int admitted = learner.admit(batch, ReplacedFactors.none().and(later));

    assertThat(admitted).isBetween(1, 99);
    assertThat(learner.state().counts())
        .isEqualTo(new LearnerCounts(admitted, 100 - admitted, 100));
    assertThat(learner.state().sums.a[victim][victim]).isZero();
    learner.refuse(batch);
    assertThat(learner.state().counts())
        .isEqualTo(new LearnerCounts(admitted, 200 - admitted, 200));
  }

  @Test
  void badEvidenceChangesNothing() {
    PlantedStream stream = new PlantedStream(30, 16, 3, 13);
    Dictionary first = stream.firstVersion();
    EvidenceBatch good = stream.evidence(10, first, LAMBDA);
    float[] spoiled = good.states().clone();
    spoiled[9 * 16 + 3] = Float.NaN;
    Learner learner = new Learner(LearnerState.first(first, new int[30], SETTINGS));

    assertThatThrownBy(
            () ->
                learner.admit(
                    new EvidenceBatch(spoiled, good.codes(), 1, good.identities(), good.layers()),
                    ReplacedFactors.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("state 9 has the value NaN at coordinate 3");
    assertThat(learner.state().counts()).isEqualTo(LearnerCounts.NONE);
    assertThatThrownBy(() -> learner.resetTo(Dictionary.of(new float[16], 1, 16), new int[1]))
        .hasMessageContaining("begin a new dictionary");
  }

  private static double[] dense(SparseCodes codes, int row, int factors) {
    double[] code = new double[factors];
    for (int e = codes.offset(row); e < codes.offset(row + 1); e++) {
      code[codes.factors()[e]] = codes.activations()[e];
    }
    return code;
  }

  /** ½ tr(D'D A) − tr(D'B). */
  private static double objective(LearnerState state) {
    double sum = 0;
    for (int i = 0; i < state.factors(); i++) {
      for (int j = 0; j < state.factors(); j++) {
        sum += 0.5 * state.sums.a[i][j] * product(state.atoms[i], state.atoms[j]);
      }
      sum -= product(state.atoms[i], state.sums.b[i]);
    }
    return sum;
  }

  private static double product(double[] one, double[] other) {
    double sum = 0;
    for (int k = 0; k < one.length; k++) {
      sum += one[k] * other[k];
    }
    return sum;
  }

  private static double meanBestCosine(float[] planted, Dictionary learnt) {
    int width = learnt.width();
    float[] atoms = learnt.atoms();
    double sum = 0;
    for (int i = 0; i < planted.length; i += width) {
      double best = 0;
      for (int j = 0; j < atoms.length; j += width) {
        double cosine = 0;
        for (int k = 0; k < width; k++) {
          cosine += (double) planted[i + k] * atoms[j + k];
        }
        best = Math.max(best, cosine);
      }
      sum += best;
    }
    return sum / (planted.length / width);
  }
}
