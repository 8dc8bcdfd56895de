package io.factorscope.exactlyonce;

import com.google.protobuf.Message;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a step's work goes: records of one transaction. */
public interface Output {

  /**
   * Adds a record with the headers that every record has.
   *
   * @param partition explicit: that of the record's source, so that order is kept
   * @param vectors how many vectors the message holds
   */
  void send(String topic, int partition, String key, Message message, int vectors);

  /** Adds the dead letter of an input record, and counts it. */
  void deadLetter(ConsumerRecord<byte[], byte[]> record, BadRecordException reason);

  /**
   * Counts an input record that belongs to another model or dictionary and needs no answer here.
   */
  void skip(ConsumerRecord<byte[], byte[]> record);

  /**
   * Leaves the last input records to the next transaction, because this one has lasted long enough.
   * Nothing may have been added for them.
   *
   * @param records how many, fewer than there are
   */
  void leave(int records);
}
