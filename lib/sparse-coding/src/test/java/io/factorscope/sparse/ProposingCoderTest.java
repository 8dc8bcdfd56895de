package io.factorscope.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** With a proposer that is right about two rows in three. */
class ProposingCoderTest extends SparseCoderContract {
  private static final int ROOM = 300;

  private final CodingStatistics statistics = new CodingStatistics();

  @Override
  protected SparseCoder coder(Dictionary dictionary, double lambda) {
    SparseCoder right = new RowGramCoder(dictionary, lambda);
    CodeProposer proposer = (states, from, count) -> mostlyRight(right, states, from, count);
    return new ProposingCoder(dictionary, lambda, 37, proposer, statistics);
  }

  /** Wrong are states whose first value is an odd number of hundredths or so. */
  private static ProposedCodes mostlyRight(SparseCoder right, float[] states, int from, int count) {
    SparseCodes.Builder into = new SparseCodes.Builder(count);
    right.newWorker().encode(states, from, count, into);
    SparseCodes codes = into.build();
    int[] supports = new int[count];
    int[] factors = new int[count * ROOM];
    float[] activations = new float[count * ROOM];
    for (int i = 0; i < count; i++) {
      supports[i] = codes.support(i);
      int kept = Math.min(ROOM, supports[i]);
      System.arraycopy(codes.factors(), codes.offset(i), factors, i * ROOM, kept);
      System.arraycopy(codes.activations(), codes.offset(i), activations, i * ROOM, kept);
      int width = right.dictionary().width();
      if (kept > 0 && Float.floatToIntBits(states[(from + i) * width]) % 3 == 0) {
        activations[i * ROOM] *= 1.5f;
      }
    }
    return new ProposedCodes(ROOM, supports, factors, activations);
  }

  @Test
  void whatIsNotCertifiedIsCodedExactlyAndCounted() {
    Planted planted = new Planted(230, 50, 17);
    float[] states = planted.states(200, 6);
    SparseCodes codes = encode(coder(planted.dictionary(), 0.15), states, 200);
    SparseCodes exact = encode(new RowGramCoder(planted.dictionary(), 0.15), states, 200);

    assertThat(statistics.codes()).isEqualTo(200);
    assertThat(statistics.finished()).isBetween(30L, 110L);
    assertThat(statistics.codingNanos()).isGreaterThan(statistics.productNanos());
    assertThat(codes.factors()).isEqualTo(exact.factors());
    assertThat(codes.activations()).isEqualTo(exact.activations());
  }

  @Test
  void nonsenseIsNotBelieved() {
    Planted planted = new Planted(64, 16, 1);
    float[] states = planted.states(6, 4);
    int[] supports = {2, 2, 2, 2, 3, -1};
    int[] factors = {0, 64, 5, 5, -1, 3, 1, 2, 1, 2, 0, 0};
    float[] activations = {1, 1, 1, 1, 1, 1, Float.NaN, 1, 1, 1, 0, 0};
    ProposedCodes nonsense = new ProposedCodes(2, supports, factors, activations);
    SparseCoder coder =
        new ProposingCoder(
            planted.dictionary(), 0.2, 64, (rows, from, count) -> nonsense, statistics);

    SparseCodes codes = encode(coder, states, 6);

    assertSame(codes, encode(new RowGramCoder(planted.dictionary(), 0.2), states, 6));
    assertThat(statistics.finished()).isEqualTo(6);
  }

  @Test
  void anEmptyProposalIsCertifiedOnlyWhereItIsRight() {
    Planted planted = new Planted(64, 16, 1);
    float[] states = planted.states(4, 4);
    Arrays.fill(states, 16, 32, 0);
    ProposedCodes empty = new ProposedCodes(1, new int[4], new int[4], new float[4]);
    SparseCoder coder =
        new ProposingCoder(planted.dictionary(), 0.2, 64, (rows, from, count) -> empty, statistics);

    assertCertified(coder, states, encode(coder, states, 4));

    assertThat(statistics.finished()).isEqualTo(3);
  }

  @Test
  void refusesSizesThatDoNotAgree() {
    assertThatThrownBy(() -> new ProposedCodes(3, new int[2], new int[6], new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 rows with room for 3 have 6 factors and 5 activations");
    assertThatThrownBy(
            () ->
                new ProposingCoder(
                    new Planted(8, 4, 1).dictionary(),
                    0.5,
                    0,
                    (rows, from, count) -> {
                      throw new AssertionError("is not asked");
                    },
                    statistics))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batch is 0");
  }
}
