package io.factorscope.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SparseCodesTest {
  @Test
  void keepsRowsInOrderAcrossBuilders() {
    SparseCodes.Builder first = new SparseCodes.Builder(1);
    first.add(new int[] {1, 5}, new float[] {2, 3}, 2, 1e-5f);
    first.add(new int[0], new float[0], 0, 0);
    SparseCodes.Builder second = new SparseCodes.Builder(0);
    second.add(new int[] {7, 99}, new float[] {4, 99}, 1, 2e-5f);
    first.addAll(second);
    second.clear();

    SparseCodes codes = first.build();
    assertThat(codes.count()).isEqualTo(3);
    assertThat(codes.factors()).containsExactly(1, 5, 7);
    assertThat(codes.activations()).containsExactly(2, 3, 4);
    assertThat(codes.gaps()).containsExactly(1e-5f, 0, 2e-5f);
    assertThat(codes.support(0)).isEqualTo(2);
    assertThat(codes.support(1)).isZero();
    assertThat(codes.offset(2)).isEqualTo(2);
    assertThat(codes.offset(3)).isEqualTo(3);
  }

  @Test
  void growsWithManyLongCodes() {
    SparseCodes.Builder builder = new SparseCodes.Builder(1);
    int[] factors = new int[100];
    float[] activations = new float[100];
    for (int i = 0; i < 100; i++) {
      factors[i] = 3 * i;
      activations[i] = i + 1;
    }
    for (int row = 0; row < 50; row++) {
      builder.add(factors, activations, 100, row);
    }
    SparseCodes codes = builder.build();
    assertThat(codes.offset(50)).isEqualTo(5000);
    assertThat(codes.factors()[4999]).isEqualTo(297);
    assertThat(codes.gaps()[49]).isEqualTo(49);
  }

  @Test
  void refusesFactorsThatDoNotAscend() {
    SparseCodes.Builder builder = new SparseCodes.Builder(1);
    assertThatThrownBy(() -> builder.add(new int[] {3, 3}, new float[] {1, 1}, 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("factor 3 at place 1");
    assertThat(builder.count()).isZero();
  }

  @Test
  void refusesActivationsThatAreNotAboveZero() {
    SparseCodes.Builder builder = new SparseCodes.Builder(1);
    assertThatThrownBy(() -> builder.add(new int[] {3}, new float[] {Float.NaN}, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("activation NaN of factor 3");
  }
}
