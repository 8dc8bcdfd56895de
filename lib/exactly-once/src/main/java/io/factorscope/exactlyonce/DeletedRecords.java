package io.factorscope.exactlyonce;

import org.apache.kafka.common.TopicPartition;

/**
 * Records of a step's input that were deleted before the step had read them.
 *
 * @param first offset of the first
 * @param end offset after the last; marks of transactions between them count, too
 */
public record DeletedRecords(TopicPartition partition, long first, long end) {

  /** How many offsets: records and marks. */
  public long count() {
    return end - first;
  }

  /** For people. */
  public String text() {
    return "%d records from offset %d of %s were deleted before they were read"
        .formatted(count(), first, partition);
  }
}
