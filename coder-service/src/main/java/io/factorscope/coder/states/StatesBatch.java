package io.factorscope.coder.states;

import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors;
import io.factorscope.wire.StateRows;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A message of hidden states that was read and checked.
 *
 * @param record where it came from
 * @param states row-major {@code [rows][width]}, a row a (token, layer); empty if there is a reason
 *     for none
 * @param noVectors why there is nothing to code
 */
public record StatesBatch(
    ConsumerRecord<byte[], byte[]> record,
    HiddenStateBatch message,
    float[] states,
    Optional<NoVectors> noVectors) {

  static StatesBatch of(
      ConsumerRecord<byte[], byte[]> record, HiddenStateBatch message, float[] states) {
    return new StatesBatch(record, message, states, Optional.empty());
  }

  /** A message that is answered, but has nothing that can be coded. */
  public static StatesBatch without(
      ConsumerRecord<byte[], byte[]> record, HiddenStateBatch message, NoVectors reason) {
    return new StatesBatch(record, message, new float[0], Optional.of(reason));
  }

  /** What its states are of; nothing if there is a reason for none. */
  public StateRows stateRows() {
    return noVectors.isPresent()
        ? new StateRows(List.of(), message.getLayersList())
        : StateRows.of(message);
  }

  /** Vectors to code. */
  public int rows() {
    return noVectors.isPresent() ? 0 : message.getStates().getRows();
  }

  public int width() {
    return message.getStates().getWidth();
  }
}
