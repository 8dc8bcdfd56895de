package io.factorscope.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DictionaryTest {
  @Test
  void copiesInAndOut() {
    float[] atoms = {1, 0, 0, 0.6f, 0.8f, 0};
    Dictionary dictionary = Dictionary.of(atoms, 2, 3);
    atoms[0] = 9;
    float[] out = dictionary.atoms();
    assertThat(out).containsExactly(1, 0, 0, 0.6f, 0.8f, 0);
    out[0] = 9;
    float[] one = new float[4];
    dictionary.copyAtom(1, one, 1);
    assertThat(one).containsExactly(0, 0.6f, 0.8f, 0);
    assertThat(dictionary.atoms()[0]).isEqualTo(1);
  }

  @Test
  void refusesAnEmptyDictionary() {
    assertThatThrownBy(() -> Dictionary.of(new float[0], 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("factors = 0");
  }

  @Test
  void refusesSizesThatDoNotAgree() {
    assertThatThrownBy(() -> Dictionary.of(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("factors = 2, width = 3, atoms = 5");
  }

  @Test
  void namesTheFactorWhoseNormIsWrong() {
    assertThatThrownBy(() -> Dictionary.of(new float[] {1, 0, 0.5f, 0}, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("factor 1 has norm 0.5");
  }

  @Test
  void namesTheFactorThatIsNotFinite() {
    assertThatThrownBy(() -> Dictionary.of(new float[] {1, 0, Float.NaN, 0}, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("factor 1 has the value NaN at coordinate 0");
  }

  @Test
  void refusesAFactorOutOfRange() {
    Dictionary dictionary = Dictionary.of(new float[] {1, 0}, 1, 2);
    assertThatThrownBy(() -> dictionary.copyAtom(1, new float[2], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
