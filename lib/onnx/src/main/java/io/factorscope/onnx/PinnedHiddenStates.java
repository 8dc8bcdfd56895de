package io.factorscope.onnx;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** States in one block of {@link StateMemory}: [layer][batch][length][width]. */
final class PinnedHiddenStates implements HiddenStates {
  private final int[] layers;
  private final int batch;
  private final int length;
  private final int width;
  private final StateMemory memory;
  private final AtomicReference<@Nullable FloatBuffer> block;

  /**
   * Takes the memory for so many states.
   *
   * @throws IllegalArgumentException if one run's states would not fit in 2 GiB
   */
  PinnedHiddenStates(int[] layers, TokenBatch tokens, int width, StateMemory memory) {
    this.layers = layers.clone();
    this.batch = tokens.batch();
    this.length = tokens.length();
    this.width = width;
    this.memory = memory;
    long floats = (long) layers.length * batch * length * width;
    if (floats > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalArgumentException(
          "%d layers × %d texts × %d tokens × %d are over 2 GiB of states; use smaller batches"
              .formatted(layers.length, batch, length, width));
    }
    this.block = new AtomicReference<>(memory.take((int) floats));
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int[] layers() {
    return layers.clone();
  }

  @Override
  public FloatBuffer layer(int layer) {
    return slice(layer).asReadOnlyBuffer();
  }

  @Override
  public void copy(int layer, int text, int token, float[] target) {
    Objects.checkIndex(text, batch);
    Objects.checkIndex(token, length);
    if (target.length < width) {
      throw new IllegalArgumentException(
          "target has %d places; a state has %d".formatted(target.length, width));
    }
    slice(layer).get((text * length + token) * width, target, 0, width);
  }

  /** What the model writes this layer to. */
  FloatBuffer slice(int layer) {
    FloatBuffer states = block.get();
    if (states == null) {
      throw new IllegalStateException("these hidden states are closed");
    }
    int size = batch * length * width;
    return states.slice(placeOf(layer) * size, size);
  }

  private int placeOf(int layer) {
    for (int place = 0; place < layers.length; place++) {
      if (layers[place] == layer) {
        return place;
      }
    }
    throw new IllegalArgumentException(
        "layer %d was not asked for; there are %s".formatted(layer, Arrays.toString(layers)));
  }

  @Override
  public void close() {
    FloatBuffer states = block.getAndSet(null);
    if (states != null) {
      memory.give(states);
    }
  }
}
