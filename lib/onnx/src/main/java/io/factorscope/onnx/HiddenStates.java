package io.factorscope.onnx;

import java.nio.FloatBuffer;

/**
 * The hidden states of one run, for the chosen layers. Closing it gives its memory to a later run,
 * so nothing obtained from {@link #layer} may be read after that.
 *
 * <p>May be read by several threads at once, but closed by one only, after the others are done.
 * What stands at a padded place (token ≥ the text's length) is meaningless.
 */
public interface HiddenStates extends AutoCloseable {
  /** Texts in the batch. */
  int batch();

  /** Tokens per text, with padding. */
  int length();

  /** Length d of a hidden state. */
  int width();

  /** The chosen layers, in the order in which they were asked for. */
  int[] layers();

  /**
   * All states of a layer, row-major [batch][length][width]: a read-only view of the memory that
   * the model wrote to, not a copy, with a position of its own.
   *
   * @param layer one of {@link #layers}
   * @throws IllegalArgumentException if the layer was not chosen
   * @throws IllegalStateException if closed
   */
  FloatBuffer layer(int layer);

  /**
   * Copies one token's state.
   *
   * @param target takes the state in its first {@link #width} places
   * @throws IllegalArgumentException if the layer was not chosen, or the target is too short
   * @throws IndexOutOfBoundsException if there is no such text or token
   * @throws IllegalStateException if closed
   */
  void copy(int layer, int text, int token, float[] target);

  /** One token's state as a new array; otherwise like {@link #copy}. */
  default float[] vector(int layer, int text, int token) {
    float[] state = new float[width()];
    copy(layer, text, token, state);
    return state;
  }

  @Override
  void close();
}
