package io.factorscope.audit;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where an audit begins.
 *
 * @param positions offset of the first record to read, of each partition of each topic
 * @param partitions of texts, in order
 * @param notes what people should know of it
 */
record AuditStart(
    Map<TopicPartition, Long> positions, List<PartitionStart> partitions, List<String> notes) {

  AuditStart {
    positions = Map.copyOf(positions);
    partitions = List.copyOf(partitions);
    notes = List.copyOf(notes);
  }
}
