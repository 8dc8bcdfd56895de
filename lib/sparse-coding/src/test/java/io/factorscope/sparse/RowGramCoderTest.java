package io.factorscope.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedDictionary;
import io.factorscope.sparse.kernel.PackedGram;
import io.factorscope.sparse.kernel.ScalarKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowGramCoderTest extends SparseCoderContract {
  @Override
  protected SparseCoder coder(Dictionary dictionary, double lambda) {
    return new RowGramCoder(dictionary, lambda);
  }

  @Test
  void isTheBestCoder() {
    assertThat(SparseCoders.best(new Planted(64, 16, 1).dictionary(), 0.5))
        .isInstanceOf(RowGramCoder.class);
  }

  @Test
  void scalarKernelsGiveTheSameBits() {
    Planted planted = new Planted(230, 50, 23);
    float[] states = planted.states(100, 6);
    SparseCoder scalar =
        new RowGramCoder(planted.dictionary(), 0.15, new ScalarKernels(), new CodingStatistics());
    assertSame(encode(scalar, states, 100), encode(coder(planted.dictionary(), 0.15), states, 100));
  }

  @Test
  void supportsOverTheCapGetMoreRoomAndAreCounted() {
    Planted planted = new Planted(1536, 384, 41);
    float[] states = planted.states(12, 60);
    RowGramCoder coder = new RowGramCoder(planted.dictionary(), 0.08);
    SparseCodes codes = encode(coder, states, 12);
    assertCertified(coder, states, codes);
    assertThat(over(codes)).isPositive();
    assertThat(coder.statistics().grown()).isGreaterThanOrEqualTo(over(codes));
    assertThat(coder.statistics().fallenBack()).isLessThan(over(codes));
    assertThat(coder.statistics().codes()).isEqualTo(12);
  }

  @Test
  void whatTheActiveSetCantEndFallsBackAndIsCounted() {
    Planted planted = new Planted(900, 320, 31);
    float[] states = planted.states(12, 200);
    RowGramCoder coder = new RowGramCoder(planted.dictionary(), 0.01);
    SparseCodes codes = encode(coder, states, 12);
    assertCertified(coder, states, codes);
    assertThat(coder.statistics().fallenBack()).isPositive();
    assertThat(coder.statistics().codes()).isEqualTo(12);
  }

  private static int over(SparseCodes codes) {
    int over = 0;
    for (int i = 0; i < codes.count(); i++) {
      over += codes.support(i) > RowGramCoder.CAP ? 1 : 0;
    }
    return over;
  }

  @ParameterizedTest
  @ValueSource(ints = {-70, -24, 15, 40})
  void powersOfTwoGiveTheSameBits(int exponent) {
    Planted planted = new Planted(230, 50, 23);
    float[] states = planted.states(60, 6);
    SparseCodes expected = encode(coder(planted.dictionary(), 0.15), states, 60);
    for (int k = 0; k < states.length; k++) {
      states[k] = Math.scalb(states[k], exponent);
    }
    SparseCoder coder = coder(planted.dictionary(), Math.scalb(0.15, exponent));
    SparseCodes scaled = encode(coder, states, 60);
    assertThat(scaled.factors()).isEqualTo(expected.factors());
    assertThat(scaled.gaps()).isEqualTo(expected.gaps());
    for (int e = 0; e < scaled.factors().length; e++) {
      assertThat(scaled.activations()[e])
          .isEqualTo(Math.scalb(expected.activations()[e], exponent));
    }
  }

  @Test
  void ordinaryStatesDoNotFallBack() {
    Planted planted = new Planted(1536, 384, 11);
    RowGramCoder coder = new RowGramCoder(planted.dictionary(), 1.0);
    encode(coder, planted.states(256, 20), 256);
    CodingStatistics did = coder.statistics();
    assertThat(did.codes()).isEqualTo(256);
    assertThat(did.fallenBack()).isZero();
    assertThat(did.rounds()).isBetween(256L, 256L * 30);
    assertThat(did.checkedInDouble()).isLessThan(64);
    assertThat(did.polished()).isLessThan(64);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void correlationsStayWithinTheirProvenError(int updates) {
    Planted planted = new Planted(200, 60, 5);
    PackedDictionary dictionary = planted.dictionary().packed();
    Kernels kernels = Kernels.best();
    PackedGram gram = GramBuilder.build(dictionary, kernels);
    ActiveSet set = new ActiveSet(gram, dictionary, kernels.activeSet(), RowGramCoder.CAP);
    GramPass pass =
        new GramPass(gram, dictionary, kernels.activeSet(), GramInverse.room(RowGramCoder.CAP));
    State state = new State(dictionary.stride());
    System.arraycopy(planted.states(1, 6), 0, state.x, 0, 60);
    state.squares = kernels.dotDouble(state.x, 0, state.x, 0, state.x.length);
    float[] c = new float[dictionary.paddedFactors()];
    kernels.product(state.x, 0, 1, dictionary, c, c.length);
    pass.start(state, c, 0);
    for (int u = 0; u < updates; u++) {
      int[] block = {5 * u, 5 * u + 1, 5 * u + 2};
      float[] right = {c[block[0]], c[block[1]], c[block[2]]};
      set.append(block, 3, right);
      set.settle();
      pass.update(set, 0.01f);
    }
    double worst = worstError(dictionary, kernels, set, pass, state);
    assertThat(worst).isLessThanOrEqualTo(pass.error());
    assertThat(pass.error()).isLessThan(2e-3);
  }

  private static double worstError(
      PackedDictionary dictionary, Kernels kernels, ActiveSet set, GramPass pass, State state) {
    ExactResidual residual = new ExactResidual(dictionary, 0.1, kernels);
    residual.compute(state, set.factors, set.contained, set.size);
    double worst = 0;
    for (int j = 0; j < dictionary.factors(); j++) {
      worst = Math.max(worst, Math.abs(pass.q[j] - residual.correlation(j)));
    }
    return worst;
  }
}
