package io.factorscope.wire;

import static io.factorscope.wire.InvalidMessageException.require;

import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.PackedVectors;

/** Checks and unpacks messages of hidden states. Errors name the field, its value and its limit. */
public final class HiddenStateBatches {

  private HiddenStateBatches() {}

  /**
   * Checks only that a message says which document it answers.
   *
   * @throws InvalidMessageException if it does not
   */
  public static void checkDocument(HiddenStateBatch message) throws InvalidMessageException {
    Answers.checkDocument(message.hasDocument(), message.getDocument());
  }

  /**
   * Checks that document, layers, slices and the shape of the states agree; the states themselves
   * are not looked at.
   *
   * @throws InvalidMessageException if they do not
   */
  public static void check(HiddenStateBatch message) throws InvalidMessageException {
    checkDocument(message);
    PackedVectors states = message.getStates();
    Answers.checkRows(
        StateRows.of(message), message.hasNoVectors(), "states.rows", states.getRows());
    if (message.getSlicesCount() == 0) {
      require(states.getData().isEmpty(), "states.data, bytes", states.getData().size(), 0);
      return;
    }
    int width = message.getModel().getWidth();
    require(width > 0, "model.width", Integer.toUnsignedLong(width), "from 1 to 2^31 - 1");
    require(states.getWidth() == width, "states.width", states.getWidth(), width);
    try {
      Vectors.checkShape(states);
    } catch (IllegalArgumentException e) {
      throw new InvalidMessageException("states", e);
    }
  }

  /**
   * Checks a message and unpacks its states.
   *
   * @return row-major {@code [rows][width]}, finite; rows as in {@link StateRows}
   * @throws InvalidMessageException if it contradicts itself, or a state is not finite
   */
  public static float[] unpack(HiddenStateBatch message) throws InvalidMessageException {
    check(message);
    if (message.getSlicesCount() == 0) {
      return new float[0];
    }
    float[] states = Vectors.unpack(message.getStates());
    for (int i = 0; i < states.length; i++) {
      if (!Float.isFinite(states[i])) {
        throw new InvalidMessageException("states.data: element " + i + " is no finite number");
      }
    }
    return states;
  }
}
