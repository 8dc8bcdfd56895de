package io.factorscope.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CertificateTest {
  private static final Dictionary IDENTITY = Dictionary.of(new float[] {1, 0, 0, 1}, 2, 2);

  private static Certificate of(float[] state, int[] factors, float[] activations, double lambda) {
    SparseCodes.Builder builder = new SparseCodes.Builder(1);
    builder.add(factors, activations, factors.length, 0);
    return Certificate.of(IDENTITY, lambda, state, 0, builder.build(), 0);
  }

  @Test
  void theSoftThresholdedCodeHasGapZero() {
    Certificate optimum = of(new float[] {3, -4}, new int[] {0}, new float[] {2}, 1);
    assertThat(optimum.relativeGap()).isEqualTo(0, within(1e-15));
    assertThat(optimum.squaredError()).isEqualTo(17);
    assertThat(optimum.stateSquares()).isEqualTo(25);
    assertThat(optimum.objective()).isEqualTo(10.5);
    assertThat(optimum.maxCorrelation()).isEqualTo(1);
  }

  @Test
  void theEmptyCodeOfAVisibleStateHasTheGapWorkedOutByHand() {
    // r = x, M = 3, s = 1/3: dual = 25/3 - 25/18, primal = 12.5.
    Certificate empty = of(new float[] {3, -4}, new int[0], new float[0], 1);
    assertThat(empty.gap()).isEqualTo(12.5 - 25.0 / 3 + 25.0 / 18, within(1e-12));
    assertThat(empty.relativeGap()).isEqualTo(empty.gap() / 12.5, within(1e-12));
  }

  @Test
  void aWrongActivationShowsInTheGap() {
    Certificate wrong = of(new float[] {3, -4}, new int[] {0}, new float[] {1.9f}, 1);
    assertThat(wrong.relativeGap()).isGreaterThan(1e-3);
  }

  @Test
  void aZeroStateIsCertifiedOnlyByTheEmptyCode() {
    assertThat(of(new float[2], new int[0], new float[0], 1).relativeGap()).isZero();
    assertThat(of(new float[2], new int[] {1}, new float[] {1}, 1).relativeGap())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }
}
