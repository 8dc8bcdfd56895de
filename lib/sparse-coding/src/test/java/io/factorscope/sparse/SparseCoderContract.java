package io.factorscope.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link SparseCoder} promises. Implementations extend it and supply the coder. */
public abstract class SparseCoderContract extends HardStatesContract {
  @ParameterizedTest
  @CsvSource({"200, 48, 0.6", "200, 48, 0.1", "512, 96, 0.3", "100, 33, 0.2", "1, 5, 0.1"})
  void everyCodeIsCertifiedAndAgreesWithTheOracle(int factors, int width, double lambda) {
    Planted planted = new Planted(factors, width, 7);
    float[] states = planted.states(1000, 6);
    SparseCoder coder = coder(planted.dictionary(), lambda);

    SparseCodes codes = encode(coder, states, 1000);

    assertCertified(coder, states, codes);
    DoubleOracle oracle = new DoubleOracle(planted.dictionary(), lambda);
    for (int i = 0; i < 1000; i += 5) {
      Certificate certificate = certify(coder, states, codes, i);
      assertThat(certificate.objective())
          .isBetween(
              oracle.objective(states, i) - 1e-9 * certificate.stateSquares(),
              oracle.objective(states, i) + 1e-5 * 0.5 * certificate.stateSquares());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {2.0, 0.8, 0.5, 0.3})
  void certifiesAtFullSize(double lambda) {
    Planted planted = new Planted(1536, 384, 11);
    float[] states = planted.states(128, 60);
    SparseCoder coder = coder(planted.dictionary(), lambda);
    SparseCodes codes = encode(coder, states, 128);
    assertCertified(coder, states, codes);
    assertThat(codes.offset(128)).isPositive();
  }

  @Test
  void aZeroStateHasTheEmptyCode() {
    Planted planted = new Planted(64, 16, 1);
    SparseCodes codes = encode(coder(planted.dictionary(), 0.5), new float[3 * 16], 3);
    assertThat(codes.count()).isEqualTo(3);
    assertThat(codes.factors()).isEmpty();
    assertThat(codes.gaps()).containsOnly(0f);
  }

  @Test
  void lambdaAboveEveryCorrelationGivesTheEmptyCode() {
    Planted planted = new Planted(64, 16, 1);
    float[] states = planted.states(50, 4);
    SparseCodes codes = encode(coder(planted.dictionary(), 1000), states, 50);
    assertThat(codes.factors()).isEmpty();
    for (float gap : codes.gaps()) {
      assertThat(gap).isBetween(0f, 1e-12f);
    }
  }

  @Test
  void aStateAlongOneAtomIsShrunkByLambda() {
    float[] atoms = {1, 0, 0, 1};
    SparseCodes codes = encode(coder(Dictionary.of(atoms, 2, 2), 0.5), new float[] {2, -3}, 1);
    assertThat(codes.factors()).containsExactly(0);
    assertThat(codes.activations()[0]).isBetween(1.499f, 1.501f);
  }

  @Test
  void duplicateAndNearDuplicateAtomsAreCoded() {
    Planted planted = new Planted(200, 48, 3);
    float[] atoms = planted.atoms();
    for (int copy = 0; copy < 40; copy++) {
      float[] atom = new float[48];
      System.arraycopy(atoms, copy * 48, atom, 0, 48);
      atom[copy] += copy % 2 == 0 ? 0 : 0.014f; // every second copy has a cosine of about 0.9999
      Planted.normalise(atom);
      System.arraycopy(atom, 0, atoms, (100 + copy) * 48, 48);
    }
    Dictionary dictionary = Dictionary.of(atoms, 200, 48);
    float[] states = planted.states(500, 6);
    SparseCoder coder = coder(dictionary, 0.1);
    assertCertified(coder, states, encode(coder, states, 500));
  }

  /** Atoms apart by 0.0014 (cosine 1 - 1e-6), and pairs that are the same but for one rounding. */
  @Test
  void atomsThatFloatHardlyTellsApartAreCoded() {
    Planted planted = new Planted(200, 48, 4);
    float[] atoms = planted.atoms();
    for (int copy = 0; copy < 60; copy++) {
      float[] atom = new float[48];
      System.arraycopy(atoms, copy % 30 * 48, atom, 0, 48);
      atom[copy % 48] += copy < 30 ? 0.0014f : 1e-7f;
      Planted.normalise(atom);
      System.arraycopy(atom, 0, atoms, (100 + copy) * 48, 48);
    }
    float[] states = planted.states(300, 6);
    SparseCoder coder = coder(Dictionary.of(atoms, 200, 48), 0.1);
    assertCertified(coder, states, encode(coder, states, 300));
  }

  @Test
  void aDictionaryOfOneAtomManyTimesIsCoded() {
    float[] atoms = new float[100 * 8];
    for (int j = 0; j < 100; j++) {
      atoms[j * 8 + 2] = 1;
    }
    float[] states = {1, 0, 5, 0, 0, 0, 0, 0, 0, 1, -5, 0, 0, 0, 0, 0};
    SparseCoder coder = coder(Dictionary.of(atoms, 100, 8), 0.5);
    SparseCodes codes = encode(coder, states, 2);
    assertCertified(coder, states, codes);
    float sum = 0;
    for (float activation : codes.activations()) {
      sum += activation;
    }
    assertThat(sum).isBetween(4.49f, 4.51f);
    assertThat(codes.support(1)).isZero();
  }

  /** Supports at, and over, what an implementation has room for. */
  @ParameterizedTest
  @CsvSource({"900, 320, 200, 0.01", "600, 256, 120, 0.05"})
  void largeSupportsAreCertified(int factors, int width, int planted, double lambda) {
    Planted data = new Planted(factors, width, 31);
    float[] states = data.states(8, planted);
    SparseCoder coder = coder(data.dictionary(), lambda);
    SparseCodes codes = encode(coder, states, 8);
    assertCertified(coder, states, codes);
    assertThat(codes.offset(8) / 8).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 33, 63, 65, 97})
  void anyNumberOfFactorsIsCoded(int factors) {
    Planted planted = new Planted(factors, 24, 8);
    float[] states = planted.states(40, 3);
    SparseCoder coder = coder(planted.dictionary(), 0.1);
    SparseCodes codes = encode(coder, states, 40);
    assertCertified(coder, states, codes);
    for (int factor : codes.factors()) {
      assertThat(factor).isBetween(0, factors - 1);
    }
  }

  @Test
  void aZeroStateAmongOthersLeavesThemAsTheyAre() {
    Planted planted = new Planted(200, 48, 6);
    float[] states = planted.states(9, 6);
    java.util.Arrays.fill(states, 4 * 48, 5 * 48, 0);
    SparseCoder coder = coder(planted.dictionary(), 0.2);
    SparseCodes codes = encode(coder, states, 9);
    assertCertified(coder, states, codes);
    assertThat(codes.support(4)).isZero();
    assertThat(codes.gaps()[4]).isZero();
  }

  @Test
  void deadFactorsAreNeverUsed() {
    Planted planted = new Planted(100, 32, 5);
    float[] atoms = planted.atoms();
    for (int j = 0; j < 100; j += 3) {
      java.util.Arrays.fill(atoms, j * 32, (j + 1) * 32, 0);
    }
    float[] states = planted.states(200, 6);
    SparseCoder coder = coder(Dictionary.of(atoms, 100, 32), 0.2);
    SparseCodes codes = encode(coder, states, 200);
    assertCertified(coder, states, codes);
    for (int factor : codes.factors()) {
      assertThat(factor % 3).isNotZero();
    }
  }

  @Test
  void aDictionaryOfDeadFactorsGivesEmptyCodes() {
    SparseCoder coder = coder(Dictionary.of(new float[70 * 8], 70, 8), 0.1);
    float[] states = new Planted(4, 8, 1).states(5, 2);
    SparseCodes codes = encode(coder, states, 5);
    assertThat(codes.factors()).isEmpty();
    assertCertified(coder, states, codes);
  }

  @Test
  void normsAtTheEdgeOfToleranceAreCoded() {
    Planted planted = new Planted(200, 48, 9);
    float[] atoms = planted.atoms();
    for (int k = 0; k < atoms.length; k++) {
      atoms[k] *= (k / 48) % 2 == 0 ? 1.0009f : 0.9991f;
    }
    float[] states = planted.states(300, 6);
    SparseCoder coder = coder(Dictionary.of(atoms, 200, 48), 0.1);
    assertCertified(coder, states, encode(coder, states, 300));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 64, 65, 200})
  void anyBatchSplitGivesTheSameBits(int split) {
    Planted planted = new Planted(230, 50, 17);
    float[] states = planted.states(200, 6);
    SparseCoder coder = coder(planted.dictionary(), 0.15);
    SparseCoder.Worker worker = coder.newWorker();
    SparseCodes.Builder parts = new SparseCodes.Builder(1);
    for (int from = 0; from < 200; from += split) {
      worker.encode(states, from, Math.min(split, 200 - from), parts);
    }
    assertSame(parts.build(), encode(coder, states, 200));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anyNumberOfThreadsGivesTheSameBits(int threads) {
    Planted planted = new Planted(230, 50, 19);
    float[] states = planted.states(333, 6);
    SparseCoder coder = coder(planted.dictionary(), 0.15);
    try (ParallelCoder parallel = new ParallelCoder(coder, threads)) {
      assertSame(parallel.encode(states, 333), encode(coder, states, 333));
    }
  }

  @Test
  void theOrderOfStatesLeavesNoTraceInACode() {
    Planted planted = new Planted(230, 50, 21);
    float[] states = planted.states(40, 6);
    SparseCoder coder = coder(planted.dictionary(), 0.15);
    SparseCodes inOrder = encode(coder, states, 40);
    SparseCoder.Worker worker = coder.newWorker();
    SparseCodes.Builder backwards = new SparseCodes.Builder(40);
    SparseCodes.Builder forwards = new SparseCodes.Builder(40);
    for (int i = 39; i >= 0; i--) {
      backwards.clear();
      worker.encode(states, i, 1, backwards);
      assertThat(backwards.build().gaps()[0]).isEqualTo(inOrder.gaps()[i]);
    }
    worker.encode(states, 0, 40, forwards);
    assertSame(forwards.build(), inOrder);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aStateThatIsNotFiniteIsNamed(float bad) {
    Planted planted = new Planted(64, 16, 1);
    float[] states = planted.states(70, 4);
    states[66 * 16 + 3] = bad;
    SparseCoder.Worker worker = coder(planted.dictionary(), 0.5).newWorker();
    SparseCodes.Builder into = new SparseCodes.Builder(70);
    assertThatThrownBy(() -> worker.encode(states, 0, 70, into))
        .isInstanceOfSatisfying(
            CodingException.class,
            e -> {
              assertThat(e.row()).isEqualTo(66);
              assertThat(e.reason()).contains("coordinate 3", String.valueOf(bad));
            });
    assertThat(into.count()).isEqualTo(66);
  }

  @Test
  void aStateTooLargeForFloatSumsIsNamed() {
    SparseCoder.Worker worker = coder(new Planted(8, 4, 1).dictionary(), 0.5).newWorker();
    float[] states = {1e20f, 0, 0, 0};
    assertThatThrownBy(() -> worker.encode(states, 0, 1, new SparseCodes.Builder(1)))
        .isInstanceOf(CodingException.class)
        .hasMessageContaining("state 0")
        .hasMessageContaining("1e15");
  }

  @Test
  void statesOfAnotherWidthAreRefused() {
    SparseCoder.Worker worker = coder(new Planted(8, 4, 1).dictionary(), 0.5).newWorker();
    SparseCodes.Builder into = new SparseCodes.Builder(1);
    assertThatThrownBy(() -> worker.encode(new float[6], 0, 1, into))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("width 4");
    assertThatThrownBy(() -> worker.encode(new float[8], 1, 2, into))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are 2 states");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-60, 9e-26, 1e39})
  void lambdaMustBeAboveZeroAndFinite(double lambda) {
    Dictionary dictionary = new Planted(8, 4, 1).dictionary();
    assertThatThrownBy(() -> coder(dictionary, lambda))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lambda is " + lambda);
  }
}
