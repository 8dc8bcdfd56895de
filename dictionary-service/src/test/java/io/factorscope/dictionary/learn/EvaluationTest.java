package io.factorscope.dictionary.learn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.sparse.learn.EvidenceBatch;
import io.factorscope.sparse.learn.HeldOutReservoir;
import io.factorscope.sparse.learn.LearnedVersion;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerSettings;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.Model;
import io.factorscope.v1.VersionHeader;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final int FACTORS = 40;
  private static final int WIDTH = 24;
  private static final int VECTORS = 600;

  private final float[] directions = normal(FACTORS * WIDTH, 1);
  private final float[] noise = normal(FACTORS * WIDTH, 2);
  private final Chain chain = new Chain();
  private final HeldOutReservoir heldOut = heldOut();

  /** As in the fault: each step is within the limit of the version before, not all together. */
  @Test
  void aRowOfSmallLossesEndsWhereTheBestVersionsLimitIs() {
    Evaluation evaluation = new Evaluation(header(1, ""), atoms(0), atoms(0));
    chain.add(header(1, ""));
    double best = score(evaluation, 0);
    double last = best;
    double noisiness = 0;
    String refusal = "";
    long number = 1;
    while (refusal.isEmpty()) {
      noisiness += 0.01;
      Evaluation.Outcome outcome = evaluation.of(version(noisiness), chain, heldOut);
      refusal = outcome.refused().orElse("");
      double explained = outcome.score().orElseThrow().explainedVariance();
      assertThat(explained).isLessThan(last + 1e-3).isGreaterThan(last - 0.02);
      assertThat(outcome.isBest()).isEqualTo(explained >= best);
      if (refusal.isEmpty()) {
        chain.add(header(++number, ""));
        evaluation.follow();
        last = explained;
        best = Math.max(best, explained);
      }
    }
    assertThat(number).isGreaterThan(2);
    assertThat(refusal).contains("the limit of the best version");
    assertThat(last).isGreaterThanOrEqualTo(best - 0.02);
  }

  @Test
  void theChainKnowsTheBestByTheHeadersAlone() {
    chain.add(header(1, ""));
    chain.add(header(2, ""));
    assertThat(chain.best()).isEqualTo(2); // older headers do not say: the one in use
    chain.add(header(3, "worse"));
    assertThat(chain.best()).isEqualTo(2);
    chain.add(header(4, "").toBuilder().setBest(4).build());
    chain.add(header(5, "").toBuilder().setBest(4).build());
    assertThat(chain.best()).isEqualTo(4);
    assertThat(chain.live().getId().getVersion()).isEqualTo(5);
  }

  private double score(Evaluation evaluation, double noisiness) {
    return evaluation
        .of(version(noisiness), chain, heldOut)
        .score()
        .orElseThrow()
        .explainedVariance();
  }

  private LearnedVersion version(double noisiness) {
    Dictionary dictionary = Dictionary.of(atoms(noisiness), FACTORS, WIDTH);
    LearnerState state =
        LearnerState.first(dictionary, new int[FACTORS], LearnerSettings.defaults(1));
    return new Learner(state).update();
  }

  private static VersionHeader header(long number, String refused) {
    return VersionHeader.newBuilder()
        .setId(
            DictionaryVersion.newBuilder()
                .setVersion(number)
                .setContentHash(ByteString.copyFromUtf8("hash " + number)))
        .setModel(Model.newBuilder().setWidth(WIDTH))
        .setFactors(FACTORS)
        .setLambda(0.1)
        .setRefused(refused)
        .build();
  }

  /** The directions that the vectors are made of, and some noise. */
  private float[] atoms(double noisiness) {
    float[] atoms = new float[FACTORS * WIDTH];
    for (int j = 0; j < FACTORS; j++) {
      double squares = 0;
      for (int k = j * WIDTH; k < (j + 1) * WIDTH; k++) {
        atoms[k] = (float) (directions[k] + noisiness * noise[k]);
        squares += atoms[k] * atoms[k];
      }
      for (int k = j * WIDTH; k < (j + 1) * WIDTH; k++) {
        atoms[k] /= (float) Math.sqrt(squares);
      }
    }
    return atoms;
  }

  private HeldOutReservoir heldOut() {
    Random random = new Random(3);
    float[] states = new float[VECTORS * WIDTH];
    SparseCodes.Builder codes = new SparseCodes.Builder(VECTORS);
    for (int row = 0; row < VECTORS; row++) {
      for (int part = 0; part < 2; part++) {
        int from = random.nextInt(FACTORS) * WIDTH;
        float activation = (float) (0.5 + random.nextDouble());
        for (int k = 0; k < WIDTH; k++) {
          states[row * WIDTH + k] += activation * directions[from + k];
        }
      }
      codes.add(new int[0], new float[0], 0, 0);
    }
    long[] identities = new Random(4).longs(VECTORS).toArray();
    LearnerState state =
        LearnerState.first(
            Dictionary.of(atoms(0), FACTORS, WIDTH), new int[FACTORS], LearnerSettings.defaults(1));
    new Learner(state)
        .hold(new EvidenceBatch(states, codes.build(), 1, identities, new int[VECTORS]));
    return state.heldOut();
  }

  private static float[] normal(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
