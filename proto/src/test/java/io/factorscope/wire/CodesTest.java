package io.factorscope.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.SparseCodes;
import org.junit.jupiter.api.Test;

class CodesTest {

  @Test
  void travelsWithNarrowAndWideFactors() {
    SparseCodes narrow = pack(65_536, 65_535);
    SparseCodes wide = pack(65_537, 65_536);

    assertThat(narrow.getFactorType()).isEqualTo(ElementType.UINT16);
    assertThat(wide.getFactorType()).isEqualTo(ElementType.UINT32);
    check(narrow, 65_535);
    check(wide, 65_536);
  }

  @Test
  void refusesLengthsThatDisagree() {
    SparseCodes codes = pack(100, 99);

    assertThatThrownBy(() -> Codes.unpack(codes.toBuilder().setFactors(ByteString.EMPTY).build()))
        .hasMessage("factors: has 0 bytes, must have 6");
    assertThatThrownBy(() -> Codes.unpack(codes.toBuilder().setRows(2).build()))
        .hasMessage("supports: has 6 bytes, must have 4");
  }

  private static SparseCodes pack(int dictionaryFactors, int largest) {
    Codes.Packer packer = new Codes.Packer(3, 3, dictionaryFactors);
    packer.row(2, 1e-5f);
    packer.entry(7, 0.5f);
    packer.entry(largest, 1.5f);
    packer.row(0, 0);
    packer.row(1, 2e-5f);
    packer.entry(3, 2.5f);
    return packer.message();
  }

  private static void check(SparseCodes message, int largest) {
    Codes codes = Codes.unpack(message);
    assertThat(codes.rows()).isEqualTo(3);
    assertThat(codes.support(0)).isEqualTo(2);
    assertThat(codes.factor(0, 1)).isEqualTo(largest);
    assertThat(codes.activation(0, 1)).isEqualTo(1.5f);
    assertThat(codes.support(1)).isZero();
    assertThat(codes.factor(2, 0)).isEqualTo(3);
    assertThat(codes.gap(2)).isEqualTo(2e-5f);
  }
}
