package io.factorscope.coder.states;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.Slice;
import io.factorscope.v1.VersionHeader;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a record of hidden states, and says what is wrong with it. */
public final class StatesCheck {

  private static final int MOST_CHARACTERS = 4_096;

  private StatesCheck() {}

  /**
   * Reads the message of a record; its states are not looked at yet.
   *
   * @throws BadRecordException if it is no such message, or does not say which document it answers
   */
  public static HiddenStateBatch parse(ConsumerRecord<byte[], byte[]> record)
      throws BadRecordException {
    HiddenStateBatch message =
        Headers.parse(record, HiddenStateBatch.parser(), HiddenStateBatch.getDefaultInstance());
    if (!message.hasDocument()) {
      throw new BadRecordException("document: is missing, must name the record of texts");
    }
    checkLength("document.id", message.getDocument().getId());
    checkLength("document.source", message.getDocument().getSource());
    return message;
  }

  /** The answers repeat them, and must fit the broker's messages. */
  private static void checkLength(String field, String value) throws BadRecordException {
    if (value.length() > MOST_CHARACTERS) {
      throw new BadRecordException(
          "%s: has %d characters, must have at most %d"
              .formatted(field, value.length(), MOST_CHARACTERS));
    }
  }

  /** Whether a message's states are of the model that a dictionary was learned for. */
  public static boolean isOfModel(HiddenStateBatch message, VersionHeader dictionary) {
    return message.getModel().getHash().equals(dictionary.getModel().getHash());
  }

  /**
   * Unpacks the states of a message and checks them against the dictionary that shall code them.
   *
   * @throws BadRecordException naming the field, its value and what it must be
   */
  public static StatesBatch states(
      ConsumerRecord<byte[], byte[]> record, HiddenStateBatch message, VersionHeader dictionary)
      throws BadRecordException {
    require(
        message.getSlicesCount() > 0, "slices", "empty", "some, or no_vectors must say why not");
    require(
        message.getLayersList().equals(dictionary.getLayersList()),
        "layers",
        message.getLayersList(),
        "the dictionary's " + dictionary.getLayersList());
    int width = dictionary.getModel().getWidth();
    require(
        message.getStates().getWidth() == width,
        "states.width",
        message.getStates().getWidth(),
        width);
    for (Slice slice : message.getSlicesList()) {
      checkSlice(slice);
    }
    int rows = StatesBatch.tokens(message.getSlicesList()) * message.getLayersCount();
    require(
        message.getStates().getRows() == rows, "states.rows", message.getStates().getRows(), rows);
    try {
      StatesBatch batch = StatesBatch.of(record, message);
      firstBad(batch.states()).ifPresent(StatesCheck::refuse);
      return batch;
    } catch (IllegalArgumentException e) {
      throw new BadRecordException("states." + e.getMessage(), e);
    }
  }

  private static void checkSlice(Slice slice) throws BadRecordException {
    int tokens = slice.getWindow().getTokenIdsCount();
    require(
        slice.getFirst() >= 0 && slice.getFirst() < slice.getEnd() && slice.getEnd() <= tokens,
        "slice",
        "[" + slice.getFirst() + ", " + slice.getEnd() + ")",
        "within the window's " + tokens + " tokens");
  }

  private static Optional<Integer> firstBad(float[] states) {
    for (int i = 0; i < states.length; i++) {
      if (!Float.isFinite(states[i])) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static void refuse(int element) {
    throw new IllegalArgumentException("data: element " + element + " is no finite number");
  }

  private static void require(boolean holds, String field, Object value, Object must)
      throws BadRecordException {
    if (!holds) {
      throw new BadRecordException(field + ": is " + value + ", must be " + must);
    }
  }
}
