package io.factorscope.exactlyonce;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a step does with its input. Called by the step's one thread. */
public interface Work {

  /** What {@link #take} answers when the work has to wait for something else. */
  int NOT_NOW = 0;

  /**
   * How many of the records that wait, from the front, make up the next transaction. What a service
   * answers here keeps transactions short, whatever the size of a record. It must not block: work
   * that has to wait says so, and is asked again in a moment; meanwhile the step stays in its
   * group.
   *
   * @param waiting records in the order of their partitions, at least one
   * @return between 1 and the number of records that wait, or {@link #NOT_NOW}
   */
  int take(List<ConsumerRecord<byte[], byte[]>> waiting);

  /**
   * Answers records, in order; the last ones may be left by {@link Output#leave}. All that goes to
   * {@code output} is committed together with the records' offsets, or not at all; then the same
   * records come again. A record that can't be used is given to {@link Output#deadLetter}: an
   * exception that leaves this method stops the step.
   */
  void process(List<ConsumerRecord<byte[], byte[]>> records, Output output);

  /**
   * Answers, in one message, for records that were deleted before they could be read. What goes to
   * {@code output} is committed together with the offset after them, once; it stands behind the
   * answers to all that was read before them, and before those to what comes after them.
   */
  void deleted(DeletedRecords deleted, Output output);
}
