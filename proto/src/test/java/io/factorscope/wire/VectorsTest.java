package io.factorscope.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.PackedVectors;
import org.junit.jupiter.api.Test;

class VectorsTest {

  private static final float[] VALUES = {1, -2.5f, 0.1f, 65504, 1e-7f, 0};

  @Test
  void float32TravelsBitForBit() {
    PackedVectors packed = Vectors.pack(VALUES, 2, 3, ElementType.FLOAT32);

    assertThat(Vectors.unpack(packed)).isEqualTo(VALUES);
    assertThat(packed.getData().size()).isEqualTo(24);
    // Little-endian: 1.0f is 0x3F800000.
    assertThat(packed.getData().substring(0, 4))
        .isEqualTo(ByteString.copyFrom(new byte[] {0, 0, (byte) 0x80, 0x3F}));
  }

  @Test
  void float16RoundsToNearestAndStaysThere() {
    float[] once = Vectors.unpack(Vectors.pack(VALUES, 3, 2, ElementType.FLOAT16));

    assertThat(once).containsExactly(1, -2.5f, 0.099975586f, 65504, 1.1920929e-7f, 0);
    assertThat(Vectors.unpack(Vectors.pack(once, 3, 2, ElementType.FLOAT16))).isEqualTo(once);
  }

  @Test
  void refusesBytesThatAreNotTheShape() {
    PackedVectors packed = Vectors.pack(VALUES, 2, 3, ElementType.FLOAT32);

    assertThatThrownBy(() -> Vectors.unpack(packed.toBuilder().setRows(3).build()))
        .hasMessage("data: has 24 bytes, must have rows 3 x width 3 x 4 = 36");
    assertThatThrownBy(() -> Vectors.unpack(packed.toBuilder().setRows(-1).build()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Vectors.unpack(packed.toBuilder().clearType().build()))
        .hasMessageContaining("must be FLOAT16 or FLOAT32");
  }
}
