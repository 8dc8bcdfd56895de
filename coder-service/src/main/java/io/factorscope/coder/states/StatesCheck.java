package io.factorscope.coder.states;

import static io.factorscope.wire.InvalidMessageException.require;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.HiddenStateBatches;
import io.factorscope.wire.InvalidMessageException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a record of hidden states, and says what is wrong with it. */
public final class StatesCheck {

  private StatesCheck() {}

  /**
   * Reads the message of a record; its states are not looked at yet.
   *
   * @throws BadRecordException if it is no such message, or does not say which document it answers
   */
  public static HiddenStateBatch parse(ConsumerRecord<byte[], byte[]> record)
      throws BadRecordException {
    return Headers.parse(
        record,
        HiddenStateBatch.parser(),
        HiddenStateBatch.getDefaultInstance(),
        HiddenStateBatches::checkDocument);
  }

  /** Whether a message's states are of the model that a dictionary was learned for. */
  public static boolean isOfModel(HiddenStateBatch message, VersionHeader dictionary) {
    return message.getModel().getHash().equals(dictionary.getModel().getHash());
  }

  /**
   * Unpacks the states of a message, if it has some, and checks that the dictionary can code them.
   *
   * @throws BadRecordException naming the field, its value and what it must be
   */
  public static StatesBatch states(
      ConsumerRecord<byte[], byte[]> record, HiddenStateBatch message, VersionHeader dictionary)
      throws BadRecordException {
    try {
      float[] states = HiddenStateBatches.unpack(message);
      if (message.hasNoVectors()) {
        return StatesBatch.without(record, message, message.getNoVectors());
      }
      checkDictionary(message, dictionary);
      return StatesBatch.of(record, message, states);
    } catch (InvalidMessageException e) {
      throw new BadRecordException(e);
    }
  }

  private static void checkDictionary(HiddenStateBatch message, VersionHeader dictionary)
      throws InvalidMessageException {
    require(
        message.getLayersList().equals(dictionary.getLayersList()),
        "layers",
        message.getLayersList(),
        "the dictionary's " + dictionary.getLayersList());
    int width = message.getStates().getWidth();
    int expected = dictionary.getModel().getWidth();
    require(width == expected, "states.width", width, expected);
  }
}
