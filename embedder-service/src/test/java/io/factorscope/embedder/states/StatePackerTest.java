package io.factorscope.embedder.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.onnx.HiddenStates;
import io.factorscope.v1.ElementType;
import io.factorscope.wire.Vectors;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatePackerTest {

  @Test
  void rowsAreTokenMajorThenLayer() {
    float[] rows = pack(new Selection(List.of(0, 3), ElementType.FLOAT32), new int[] {0, 2});
    // Text 1, one special token before: token t is at place t + 1.
    assertThat(rows)
        .containsExactly(
            value(0, 1, 1, 0), value(0, 1, 1, 1),
            value(3, 1, 1, 0), value(3, 1, 1, 1),
            value(0, 1, 3, 0), value(0, 1, 3, 1),
            value(3, 1, 3, 0), value(3, 1, 3, 1));
  }

  @Test
  void float16IsRoundedToTheNearest() {
    float[] exact = pack(new Selection(List.of(3), ElementType.FLOAT32), new int[] {1});
    float[] rounded = pack(new Selection(List.of(3), ElementType.FLOAT16), new int[] {1});
    for (int i = 0; i < exact.length; i++) {
      assertThat(rounded[i]).isEqualTo(Float.float16ToFloat(Float.floatToFloat16(exact[i])));
    }
  }

  @Test
  void aNumberThatTheTypeCantHoldIsAProblem() {
    Fake states = new Fake();
    states.replaced = 65_519f;
    assertThat(problem(states, ElementType.FLOAT16)).isEmpty();
    states.replaced = 65_520f;
    assertThat(problem(states, ElementType.FLOAT16)).contains("token 1 of layer 3");
    assertThat(problem(states, ElementType.FLOAT32)).isEmpty();
    states.replaced = Float.NaN;
    assertThat(problem(states, ElementType.FLOAT32)).contains("FLOAT32 can't hold");
  }

  private static String problem(Fake states, ElementType type) {
    Selection selection = new Selection(List.of(0, 3), type);
    return new StatePacker(states, selection).pack(1, 1, new int[] {0, 1, 2}).problem().orElse("");
  }

  private static float[] pack(Selection selection, int[] positions) {
    PackedStates packed = new StatePacker(new Fake(), selection).pack(1, 1, positions);
    int rows = positions.length * selection.layers().size();
    return Vectors.unpack(
        Vectors.message(packed.rows(0, positions.length).toByteArray(), rows, 2, selection.type()));
  }

  private static float value(int layer, int text, int place, int element) {
    return layer + text / 10f + place / 100f + element / 1000f;
  }

  /** Two texts of five places and width two; every number says where it stands. */
  private static final class Fake implements HiddenStates {

    private float replaced = value(3, 1, 2, 1);

    @Override
    public int batch() {
      return 2;
    }

    @Override
    public int length() {
      return 5;
    }

    @Override
    public int width() {
      return 2;
    }

    @Override
    public int[] layers() {
      return new int[] {0, 3};
    }

    @Override
    public FloatBuffer layer(int layer) {
      FloatBuffer values = FloatBuffer.allocate(2 * 5 * 2);
      for (int i = 0; i < values.capacity(); i++) {
        values.put(i, value(layer, i / 10, i / 2 % 5, i % 2));
      }
      if (layer == 3) {
        values.put((5 + 2) * 2 + 1, replaced);
      }
      return values;
    }

    @Override
    public void copy(int layer, int text, int token, float[] target) {
      layer(layer).get((text * 5 + token) * 2, target, 0, 2);
    }

    @Override
    public void close() {}
  }
}
