package io.factorscope.coder.states;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Output;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that was read, before anything is answered.
 *
 * @param batch what is answered; nothing for another model's states, or an unknown document's
 * @param fault why the record is a dead letter
 */
public record ReadRecord(
    ConsumerRecord<byte[], byte[]> record,
    Optional<StatesBatch> batch,
    Optional<BadRecordException> fault) {

  public static ReadRecord good(StatesBatch batch) {
    return new ReadRecord(batch.record(), Optional.of(batch), Optional.empty());
  }

  /** A record that is of no use, but is answered. */
  public static ReadRecord bad(StatesBatch batch, BadRecordException fault) {
    return new ReadRecord(batch.record(), Optional.of(batch), Optional.of(fault));
  }

  /** A record that does not even say what it would answer. */
  public static ReadRecord bad(ConsumerRecord<byte[], byte[]> record, BadRecordException fault) {
    return new ReadRecord(record, Optional.empty(), Optional.of(fault));
  }

  /** A record of another model. */
  public static ReadRecord foreign(ConsumerRecord<byte[], byte[]> record) {
    return new ReadRecord(record, Optional.empty(), Optional.empty());
  }

  /** Sends a bad record to the dead letters, and counts a foreign one. */
  public void refuse(Output output) {
    if (fault.isPresent()) {
      output.deadLetter(record, fault.get());
    } else if (batch.isEmpty()) {
      output.skip(record);
    }
  }
}
