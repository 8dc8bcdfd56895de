package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.sparse.SparseCodes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** States and λ times a power of two are the same problem: the same must be learned of them. */
class LearnerScaleTest {
  private static final int FACTORS = 70;
  private static final int WIDTH = 20;
  private static final double LAMBDA = 0.1;
  private static final LearnerSettings SETTINGS =
      LearnerSettings.defaults(7).withDeadAfter(8).withReservoir(250);

  @Test
  void scaledEvidenceGivesTheSameAtomsBitForBit() {
    List<float[]> plain = learn(1);
    for (int exponent : new int[] {-40, -20, -10, 10, 20}) {
      assertThat(learn(Math.scalb(1f, exponent)))
          .as("2^%d", exponent)
          .containsExactly(plain.toArray(float[][]::new));
    }
  }

  /** Six versions of the same codes, scaled: replacement, merger, drift and a skip take part. */
  private static List<float[]> learn(float scale) {
    PlantedStream stream = new PlantedStream(FACTORS, WIDTH, 5, 6);
    Dictionary head = stream.firstVersion();
    Learner learner = new Learner(LearnerState.first(head, new int[FACTORS], SETTINGS));
    List<float[]> versions = new ArrayList<>();
    for (int version = 1; version <= 6; version++) {
      learner.admit(scaled(stream.evidence(400, head, LAMBDA), scale), ReplacedFactors.none());
      LearnedVersion made = learner.update();
      if (version == 4) {
        learner.resetTo(head, made.generations());
      }
      versions.add(made.atoms());
      head = made.dictionary();
    }
    return versions;
  }

  private static EvidenceBatch scaled(EvidenceBatch batch, float scale) {
    SparseCodes.Builder codes = new SparseCodes.Builder(batch.count());
    for (int row = 0; row < batch.count(); row++) {
      int from = batch.codes().offset(row);
      int support = batch.codes().support(row);
      int[] factors = new int[support];
      float[] activations = new float[support];
      for (int e = 0; e < support; e++) {
        factors[e] = batch.codes().factors()[from + e];
        activations[e] = batch.codes().activations()[from + e] * scale;
      }
      codes.add(factors, activations, support, batch.codes().gaps()[row]);
    }
    return new EvidenceBatch(
        times(batch.states(), scale),
        codes.build(),
        batch.weight(),
        batch.identities(),
        batch.layers());
  }

  private static float[] times(float[] values, float scale) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] *= scale;
    }
    return result;
  }

  /** With the coder and the gate: within what a certificate leaves open. */
  @Test
  void aScaledStreamIsExplainedAsWell() {
    double plain = explained(1);
    assertThat(plain).isGreaterThan(0.6);
    for (int exponent : new int[] {-10, 10}) {
      assertThat(explained(Math.scalb(1f, exponent)))
          .as("2^%d", exponent)
          .isCloseTo(plain, within(2e-3));
    }
  }

  private static double explained(float scale) {
    PlantedStream stream = new PlantedStream(FACTORS, WIDTH, 5, 6);
    double lambda = LAMBDA * scale;
    Dictionary live = stream.firstVersion();
    HeldOutReservoir heldOut = heldOut(times(stream.states(250), scale));
    Learner learner = new Learner(LearnerState.first(live, new int[FACTORS], SETTINGS));
    for (int version = 0; version < 12; version++) {
      float[] states = times(stream.states(600), scale);
      learner.admit(stream.evidence(states, live, lambda), ReplacedFactors.none());
      LearnedVersion made = learner.update();
      HeldOutScore before = score(live, lambda, heldOut);
      HeldOutScore after = score(made.dictionary(), lambda, heldOut);
      if (Gate.DEFAULT.refusal(made, ReplacedFactors.none(), after, before, before).isEmpty()) {
        live = made.dictionary();
      }
    }
    return score(live, lambda, heldOut).explainedVariance();
  }

  private static HeldOutReservoir heldOut(float[] states) {
    HeldOutReservoir heldOut = new HeldOutReservoir(250, WIDTH, 1);
    for (int row = 0; row < 250; row++) {
      heldOut.offer(states, row, row, row % 3, 1);
    }
    return heldOut;
  }

  private static HeldOutScore score(
      Dictionary dictionary, double lambda, HeldOutReservoir heldOut) {
    return HeldOutScore.of(SparseCoders.best(dictionary, lambda), heldOut);
  }
}
