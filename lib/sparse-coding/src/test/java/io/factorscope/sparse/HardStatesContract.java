package io.factorscope.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link SparseCoderContract} promises where float arithmetic comes to its limits. */
public abstract class HardStatesContract {
  private static final int SMALL_PROBLEMS = 300;

  /** The coder under test. */
  protected abstract SparseCoder coder(Dictionary dictionary, double lambda);

  /** A factor that is not there must never be chosen: it would be read from beside the matrix. */
  @Test
  void aLongStateAlongOneOfTwoOppositeAtomsIsCoded() {
    float[] atoms = {1, 0, -1, 0};
    float[] states = {1000, 0, -1000, 0, 1e5f, 0};
    SparseCoder coder = coder(Dictionary.of(atoms, 2, 2), 0.01);
    SparseCodes codes = encode(coder, states, 3);
    assertCertified(coder, states, codes);
    assertThat(codes.factors()).containsExactly(0, 1, 0);
    assertThat(codes.activations()[0]).isBetween(999.98f, 999.995f);
  }

  @ParameterizedTest
  @CsvSource({"384, 0.05", "24, 0.05", "9, 0.5"})
  void longStatesAlongAnAtomAreCodedWithAnyNumberOfFactors(int width, double lambda) {
    for (int factors = 1; factors <= 100; factors += factors < 70 ? 3 : 10) {
      float[] atoms = new Planted(factors, width, 100 + factors).atoms();
      float[] states = new float[4 * width];
      for (int i = 0; i < 4; i++) {
        int atom = (7 * i + 3) % factors * width;
        for (int k = 0; k < width; k++) {
          states[i * width + k] = (i % 2 == 0 ? 1e5f : 3e3f) * atoms[atom + k];
        }
      }
      SparseCoder coder = coder(Dictionary.of(atoms, factors, width), lambda);
      assertCertified(coder, states, encode(coder, states, 4));
    }
  }

  @Test
  void supportsNearTheWidthAreCertified() {
    Planted planted = new Planted(300, 40, 13);
    float[] states = planted.states(60, 30);
    SparseCoder coder = coder(planted.dictionary(), 0.003);
    SparseCodes codes = encode(coder, states, 60);
    assertCertified(coder, states, codes);
    assertThat(codes.offset(60) / 60).isGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-3f, 1e3f})
  void scaleOfStatesAndLambdaDoesNotMatter(float scale) {
    Planted planted = new Planted(200, 48, 15);
    float[] states = planted.states(100, 6);
    for (int k = 0; k < states.length; k++) {
      states[k] *= scale;
    }
    SparseCoder coder = coder(planted.dictionary(), 0.2 * scale);
    assertCertified(coder, states, encode(coder, states, 100));
  }

  /** From the least lambda to states near the largest norm; FLOAT16 ends between the two. */
  @ParameterizedTest
  @ValueSource(ints = {-80, -50, -24, -14, 15, 30, 45})
  void powersOfTwoDoNotMatter(int exponent) {
    Planted planted = new Planted(45, 20, 15);
    float[] states = planted.states(60, 6);
    for (int k = 0; k < states.length; k++) {
      states[k] = Math.scalb(states[k], exponent);
    }
    SparseCoder coder = coder(planted.dictionary(), Math.scalb(0.2, exponent));
    SparseCodes codes = encode(coder, states, 60);
    assertCertified(coder, states, codes);
    assertThat(codes.offset(60)).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-45f, 1e-38f, 1e-30f, 1e-20f})
  void aStateFarBelowLambdaHasTheEmptyCode(float value) {
    Planted planted = new Planted(45, 20, 15);
    float[] states = new float[20];
    java.util.Arrays.fill(states, value);
    SparseCodes codes = encode(coder(planted.dictionary(), 0.6), states, 1);
    assertThat(codes.factors()).isEmpty();
    assertThat(codes.gaps()[0]).isBetween(0f, 1e-12f);
  }

  /**
   * Opposite to all atoms, or square to them: the empty code is optimal, however long the state.
   */
  @ParameterizedTest
  @ValueSource(floats = {1e3f, 1e5f, 2e5f, 1e7f, 1e10f})
  void longStatesOutsideTheConeHaveTheEmptyCode(float norm) {
    float[] atoms = new Planted(70, 24, 3).atoms();
    for (int j = 0; j < 70; j++) {
      float[] atom = new float[24];
      for (int k = 0; k < 23; k++) {
        atom[k] = Math.abs(atoms[j * 24 + k]);
      }
      Planted.normalise(atom);
      System.arraycopy(atom, 0, atoms, j * 24, 24);
    }
    float[] states = new float[2 * 24];
    java.util.Arrays.fill(states, 0, 24, -norm / 5);
    states[2 * 24 - 1] = norm;
    SparseCoder coder = coder(Dictionary.of(atoms, 70, 24), 0.6);
    SparseCodes codes = encode(coder, states, 2);
    assertCertified(coder, states, codes);
    assertThat(codes.factors()).isEmpty();
  }

  /** The longest state that is taken. */
  @Test
  void aStateOfTheLargestNormOppositeToAllAtomsHasTheEmptyCode() {
    float[] states = {-9e14f, -1e14f};
    SparseCoder coder = coder(Dictionary.of(new float[] {1, 0, 0.6f, 0.8f}, 2, 2), 0.6);
    SparseCodes codes = encode(coder, states, 1);
    assertThat(codes.factors()).isEmpty();
    assertThat(codes.gaps()[0]).isBetween(0f, 1e-4f);
  }

  /** What float32 can't describe is refused soon, and by its reason; the next state is coded. */
  @Test
  void aStateThatFloatActivationsAreTooCoarseForIsNamed() {
    Planted planted = new Planted(60, 20, 5);
    float[] states = planted.states(2, 6);
    for (int k = 0; k < 20; k++) {
      states[k] *= 1e11f;
    }
    SparseCoder.Worker worker = coder(planted.dictionary(), 0.01).newWorker();
    SparseCodes.Builder into = new SparseCodes.Builder(1);
    assertThatThrownBy(() -> worker.encode(states, 0, 1, into))
        .isInstanceOf(CodingException.class)
        .hasMessageContaining("float32 activations are too coarse")
        .hasMessageContaining("lambda = 0.01");
    worker.encode(states, 1, 1, into);
    assertThat(into.count()).isEqualTo(1);
  }

  /** Residuals that are short against the state: float's is not the exact one. */
  @ParameterizedTest
  @ValueSource(doubles = {5e-4, 1e-4, 1e-5, 1e-6})
  void shortResidualsAreCertifiedByTheExactOne(double share) {
    for (int width = 4; width <= 15; width += 3) {
      Planted planted = new Planted(width % 2 == 0 ? 32 : 61, width, 41 + width);
      float[] states = planted.states(100, 5);
      SparseCoder coder = coder(planted.dictionary(), 6 * share);
      SparseCodes codes = encode(coder, states, 100);
      for (int i = 0; i < 100; i++) {
        double gap = certify(coder, states, codes, i).relativeGap();
        assertThat(gap).isLessThanOrEqualTo(1e-4);
        if (codes.gaps()[i] > 0.99e-4f) {
          assertThat(gap).isLessThanOrEqualTo(codes.gaps()[i] * (1 + 1e-6));
        }
      }
    }
  }

  @Test
  void smallProblemsOfAllKindsAreCodedOrNamed() {
    int refused = 0;
    for (int seed = 0; seed < SMALL_PROBLEMS; seed++) {
      SmallProblem problem = SmallProblem.of(seed, 1e-3);
      SparseCoder coder = coder(problem.dictionary(), problem.lambda());
      for (int i = 0; i < SmallProblem.STATES; i++) {
        refused += isRight(coder, problem, i) ? 0 : 1;
      }
    }
    assertThat(refused).isLessThanOrEqualTo(SMALL_PROBLEMS / 100);
  }

  private static boolean isRight(SparseCoder coder, SmallProblem problem, int row) {
    SparseCodes.Builder into = new SparseCodes.Builder(1);
    try {
      coder.newWorker().encode(problem.states(), row, 1, into);
    } catch (CodingException e) {
      assertThat(e).hasNoCause().hasMessageContaining("too coarse");
      return false;
    }
    SparseCodes codes = into.build();
    Certificate certificate =
        Certificate.of(problem.dictionary(), problem.lambda(), problem.states(), row, codes, 0);
    assertThat(certificate.relativeGap()).isLessThanOrEqualTo(1e-4);
    return true;
  }

  protected static SparseCodes encode(SparseCoder coder, float[] states, int count) {
    SparseCodes.Builder into = new SparseCodes.Builder(count);
    coder.newWorker().encode(states, 0, count, into);
    return into.build();
  }

  static Certificate certify(SparseCoder coder, float[] states, SparseCodes codes, int row) {
    return Certificate.of(coder.dictionary(), coder.lambda(), states, row, codes, row);
  }

  protected static void assertCertified(SparseCoder coder, float[] states, SparseCodes codes) {
    for (int i = 0; i < codes.count(); i++) {
      double gap = certify(coder, states, codes, i).relativeGap();
      assertThat(gap).as("gap of code %d, recomputed", i).isLessThanOrEqualTo(1e-4);
      assertThat(gap)
          .as("gap of code %d against its bound", i)
          .isLessThanOrEqualTo(codes.gaps()[i] * (1 + 1e-6) + 1e-12);
    }
  }

  protected static void assertSame(SparseCodes actual, SparseCodes expected) {
    assertThat(actual.factors()).isEqualTo(expected.factors());
    assertThat(actual.activations()).isEqualTo(expected.activations());
    assertThat(actual.gaps()).isEqualTo(expected.gaps());
  }
}
