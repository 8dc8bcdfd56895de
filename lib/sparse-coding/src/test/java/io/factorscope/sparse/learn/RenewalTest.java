package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCodes;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenewalTest {
  private static final int WIDTH = 8;
  private static final LearnerSettings SETTINGS =
      new LearnerSettings(1, 4, 0.999, 0.9, 0.5, 1, 10, 5000, 0, 1);

  @Test
  void replacesAFactorThatNothingUsesByAResidual() {
    Learner learner = learner(axes(4));
    // Coordinate 7 is beyond all four atoms: it stays a residual.
    EvidenceBatch batch = batch(new int[] {0, 1, 2, 0, 1, 2}, 7);

    learner.admit(batch, ReplacedFactors.none());
    LearnedVersion version = learner.update();

    assertThat(version.replaced()).containsExactly(3);
    assertThat(version.generations()).containsExactly(0, 0, 0, 1);
    assertThat(version.atoms()[3 * WIDTH + 7]).isGreaterThan(0.9f);
    assertThat(learner.state().sums.a[3]).containsOnly(0);
    assertThat(learner.state().sums.b[3]).containsOnly(0);
    assertThat(ReplacedFactors.none().and(version).contains(3)).isTrue();
  }

  @Test
  void renewsNoMoreFactorsThanItMay() {
    float[] atoms = axes(4);
    Learner none = learner(atoms);
    none.admit(batch(new int[] {0, 1, 2, 0, 1, 2}, 7), ReplacedFactors.none());
    assertThat(none.update(0).replaced()).isEmpty();
    none.admit(batch(new int[] {0, 1, 2, 0, 1, 2}, 7), ReplacedFactors.none());
    LearnedVersion one = none.update(1);
    assertThat(one.replaced()).containsExactly(3);

    ReplacedFactors since = ReplacedFactors.none().and(one);
    assertThat(Gate.DEFAULT.renewable(1536, since)).isEqualTo(152);
    assertThat(Gate.DEFAULT.renewable(10, since)).isZero();
    assertThat(Gate.DEFAULT.renewable(4, since)).isZero();
  }

  @Test
  void aFactorJustReplacedIsGivenTimeToBeUsed() {
    Learner learner = learner(axes(4));
    learner.admit(batch(new int[] {0, 1, 2, 0, 1, 2}, 7), ReplacedFactors.none());
    assertThat(learner.update().replaced()).containsExactly(3);

    learner.admit(batch(new int[] {0, 1, 2}, 7), ReplacedFactors.none());
    assertThat(learner.update().replaced()).isEmpty();

    learner.admit(batch(new int[] {0}, 7), ReplacedFactors.none());
    assertThat(learner.update().replaced()).containsExactly(3);
    assertThat(learner.state().generations()[3]).isEqualTo(2);
  }

  @Test
  void withoutBadlyExplainedVectorsDeadFactorsWait() {
    Learner learner = learner(axes(4));

    learner.admit(batch(new int[] {0, 1, 2, 0, 1, 2}, -1), ReplacedFactors.none());

    assertThat(learner.update().replaced()).isEmpty();
  }

  @Test
  void mergesNearDuplicatesIntoTheOneWithMoreEvidence() {
    float[] atoms = axes(4);
    System.arraycopy(atoms, WIDTH, atoms, 3 * WIDTH, WIDTH); // factor 3 = factor 1
    Learner learner = learner(atoms);
    LearnerState state = learner.state();
    learner.admit(batch(new int[] {1, 3, 3, 0, 2}, 7), ReplacedFactors.none());
    state.sums.symmetrise();
    double both = state.sums.a[1][1] + 2 * state.sums.a[1][3] + state.sums.a[3][3];
    double bothX = state.sums.b[1][1] + state.sums.b[3][1];

    LearnedVersion version = learner.update();

    assertThat(version.merged()).containsExactly(new Merge(3, 1));
    assertThat(version.generations()).containsExactly(0, 1, 0, 0);
    assertThat(state.sums.a[3][3]).isEqualTo(both);
    assertThat(state.sums.b[3][1]).isEqualTo(bothX);
    assertThat(state.sums.a[1]).containsOnly(0);
    assertThat(version.atoms()[WIDTH + 7]).isGreaterThan(0.8f);
    ReplacedFactors since = ReplacedFactors.none().and(version);
    assertThat(since.contains(1)).isTrue();
    assertThat(since.contains(3)).isFalse();
  }

  @Test
  void aFactorThatMovesFarEnoughBeginsAGeneration() {
    Learner learner = learner(axes(4));
    float[] states = new float[WIDTH];
    states[1] = 1;
    states[6] = 3; // pulls atom 1 to a cosine of 0.32

    learner.admit(evidence(states, new int[] {1}), ReplacedFactors.none());
    LearnedVersion version = learner.update();

    assertThat(version.drifted()).containsExactly(1);
    assertThat(version.generations()).containsExactly(0, 1, 0, 0);
    assertThat(learner.update().drifted()).isEmpty();
  }

  @Test
  void outliersAreNotTakenForALack() {
    ReplacementPool pool = new ReplacementPool(3);
    for (int i = 0; i < 100; i++) {
      pool.offer(new ReplacementPool.Residual(new float[] {1, 0}, 1, i), 4);
    }
    pool.offer(new ReplacementPool.Residual(new float[] {0, 1000}, 1e6, 100), 1e6);

    assertThat(pool.drain()).containsExactly(new double[] {1, 0});
    assertThat(pool.drain()).isEmpty();
  }

  @Test
  void theWorstExplainedAreKeptWhateverTheirOrder() {
    ReplacementPool pool = new ReplacementPool(3);
    for (int i : new int[] {4, 1, 7, 0, 5, 3, 6, 2}) {
      float[] values = new float[8];
      values[i] = i;
      pool.offer(new ReplacementPool.Residual(values, i * i, i), 100);
    }

    List<double[]> directions = pool.drain();
    assertThat(directions).hasSize(3);
    for (int place = 0; place < 3; place++) {
      assertThat(directions.get(place)[7 - place]).isEqualTo(1);
    }
  }

  private static Learner learner(float[] atoms) {
    Dictionary first = Dictionary.of(atoms, atoms.length / WIDTH, WIDTH);
    return new Learner(LearnerState.first(first, new int[atoms.length / WIDTH], SETTINGS));
  }

  private static float[] axes(int count) {
    float[] atoms = new float[count * WIDTH];
    for (int j = 0; j < count; j++) {
      atoms[j * WIDTH + j] = 1;
    }
    return atoms;
  }

  /** Each vector is 2 along its factor's axis, plus something unexplained along another. */
  private static EvidenceBatch batch(int[] factors, int unexplained) {
    float[] states = new float[factors.length * WIDTH];
    for (int i = 0; i < factors.length; i++) {
      states[i * WIDTH + axis(factors[i])] = 2;
      if (unexplained >= 0) {
        states[i * WIDTH + unexplained] = 0.5f;
      }
    }
    return evidence(states, factors);
  }

  /** Factor 3, where it is used, is a copy of factor 1. */
  private static int axis(int factor) {
    return factor == 3 ? 1 : factor;
  }

  private static EvidenceBatch evidence(float[] states, int[] factors) {
    SparseCodes.Builder codes = new SparseCodes.Builder(factors.length);
    for (int factor : factors) {
      codes.add(new int[] {factor}, new float[] {2}, 1, 0);
    }
    return new EvidenceBatch(
        states, codes.build(), 1, new long[factors.length], new int[factors.length]);
  }
}
