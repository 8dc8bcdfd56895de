package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoders;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PriorTest {
  private static final double LAMBDA = 1;
  private static final int FACTORS = 200;
  private static final int WIDTH = 48;

  /** More causes than factors, as with real states: few vectors say little about the others. */
  private final PlantedStream stream = new PlantedStream(4 * FACTORS, WIDTH, 20, 21);

  private final Dictionary first = firstFactors();

  @Test
  void weighsAsMuchAsItsVectorsAndKeepsTheAtoms() {
    LearnerState state = state(300);
    new Learner(state).admit(stream.evidence(200, first, LAMBDA), ReplacedFactors.none());
    state.sums.symmetrise();
    double trace = state.sums.trace();
    double[] b = state.sums.b[7].clone();
    double diagonal = state.sums.a[7][7];

    Prior.addDue(state);

    double use = 1.5 * trace / FACTORS; // 300 vectors beside 200
    assertThat(state.sums.trace()).isCloseTo(2.5 * trace, within(1e-9 * trace));
    assertThat(state.sums.a[7][7]).isCloseTo(diagonal + use, within(1e-9));
    assertThat(state.mass).isEqualTo(500);
    assertThat(state.massOfOnes).isEqualTo(500);
    for (int k = 0; k < WIDTH; k++) {
      assertThat(state.sums.b[7][k]).isCloseTo(b[k] + use * state.atoms[7][k], within(1e-9));
    }
  }

  @Test
  void isTakenOnceBeforeTheFirstUpdate() {
    LearnerState state = state(300);
    Learner learner = new Learner(state);
    learner.update();
    assertThat(state.mass).isZero();

    learner.admit(stream.evidence(200, first, LAMBDA), ReplacedFactors.none());
    learner.update();
    assertThat(state.mass).isEqualTo(500);
    learner.admit(stream.evidence(100, first, LAMBDA), ReplacedFactors.none());
    learner.update();
    assertThat(state.massOfOnes).isCloseTo(500 + 100 * Math.pow(1 + 200 / 512.0, 2), within(1e-9));
  }

  @Test
  void fewVectorsImproveVersionOneWhereWithoutItTheySpoilIt() {
    float[] few = stream.states(100);
    HeldOutReservoir heldOut = heldOut();

    double start = explained(first, heldOut);
    double with = explained(updated(1000, few), heldOut);
    double without = explained(updated(0, few), heldOut);

    assertThat(without).isLessThan(start - 0.02);
    assertThat(with).isGreaterThan(start);
  }

  private Dictionary updated(int priorVectors, float[] states) {
    Learner learner = new Learner(state(priorVectors));
    learner.admit(stream.evidence(states, first, LAMBDA), ReplacedFactors.none());
    return learner.update().dictionary();
  }

  private Dictionary firstFactors() {
    float[] atoms = Arrays.copyOf(stream.firstVersion().atoms(), FACTORS * WIDTH);
    return Dictionary.of(atoms, FACTORS, WIDTH);
  }

  private LearnerState state(int priorVectors) {
    LearnerSettings settings = LearnerSettings.defaults(7).withPriorVectors(priorVectors);
    return LearnerState.first(first, new int[FACTORS], settings);
  }

  private HeldOutReservoir heldOut() {
    HeldOutReservoir heldOut = new HeldOutReservoir(300, WIDTH, 1);
    float[] states = stream.states(300);
    int[] layers = new int[300];
    Arrays.setAll(layers, row -> row % 2);
    for (int row = 0; row < 300; row++) {
      heldOut.offer(states, row, row, layers[row], 1);
    }
    return heldOut;
  }

  private static double explained(Dictionary dictionary, HeldOutReservoir heldOut) {
    return HeldOutScore.of(SparseCoders.best(dictionary, LAMBDA), heldOut).explainedVariance();
  }
}
