package io.factorscope.embedder.states;

import io.factorscope.v1.ElementType;
import io.factorscope.wire.Vectors;
import java.util.Arrays;
import java.util.List;

/**
 * Which layers are wanted, and as what.
 *
 * @param layers ascending
 * @param type FLOAT16 or FLOAT32
 */
public record Selection(List<Integer> layers, ElementType type) {

  public Selection {
    layers = List.copyOf(layers);
  }

  int[] layerNumbers() {
    return layers.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Bytes of the rows of one token. */
  public int bytesPerToken(int width) {
    return layers.size() * width * Vectors.bytes(type);
  }

  /** The largest absolute value that does not become infinite when it is rounded to the type. */
  float largest() {
    // Half a step above FLOAT16's largest number, 65,504, rounding gives infinity.
    return type == ElementType.FLOAT16 ? Math.nextDown(65_520f) : Float.MAX_VALUE;
  }

  @Override
  public String toString() {
    return Arrays.toString(layerNumbers()) + " as " + type;
  }
}
