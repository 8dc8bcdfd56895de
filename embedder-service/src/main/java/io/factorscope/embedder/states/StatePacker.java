package io.factorscope.embedder.states;

import io.factorscope.onnx.HiddenStates;
import io.factorscope.wire.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/** Rounds and packs the states of one run of the model. */
final class StatePacker {

  private final Selection selection;
  private final FloatBuffer[] layers; // each [batch][length][width]
  private final int length;
  private final int width;
  private final float[] state; // [width]

  StatePacker(HiddenStates states, Selection selection) {
    this.selection = selection;
    this.layers = selection.layers().stream().map(states::layer).toArray(FloatBuffer[]::new);
    this.length = states.length();
    this.width = states.width();
    this.state = new float[width];
  }

  /**
   * Packs the wanted states of one text of the batch.
   *
   * @param text index in the batch
   * @param before special tokens before the window's first token
   * @param positions tokens wanted, counted in the window
   */
  PackedStates pack(int text, int before, int[] positions) {
    int bytesPerToken = selection.bytesPerToken(width);
    byte[] rows = new byte[positions.length * bytesPerToken];
    ByteBuffer into = ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN);
    Optional<String> problem = Optional.empty();
    for (int position : positions) {
      int row = (text * length + before + position) * width;
      for (int layer = 0; layer < layers.length; layer++) {
        layers[layer].get(row, state);
        Vectors.putFloats(state, 0, width, selection.type(), into);
        if (problem.isEmpty() && !fits(state, selection.largest())) {
          problem = Optional.of(problem(position, selection.layers().get(layer)));
        }
      }
    }
    return new PackedStates(rows, bytesPerToken, problem);
  }

  /** False for NaN, too. */
  private static boolean fits(float[] state, float largest) {
    boolean fits = true;
    for (float value : state) {
      fits &= Math.abs(value) <= largest;
    }
    return fits;
  }

  private String problem(int token, int layer) {
    return "states: token %d of layer %d has a number that %s can't hold"
        .formatted(token, layer, selection.type());
  }
}
