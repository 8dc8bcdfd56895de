package io.factorscope.exactlyonce;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What one transaction will commit: the output of some input records, or of some that were deleted,
 * and their offsets.
 */
public final class Transaction implements Output {

  private final String service;
  private final String deadLetterTopic;
  private final List<OutputRecord> records = new ArrayList<>();
  private final Map<TopicPartition, OffsetAndMetadata> behindDeleted;
  private List<ConsumerRecord<byte[], byte[]>> inputs;
  private int deadLetters;
  private int skipped;

  Transaction(List<ConsumerRecord<byte[], byte[]>> inputs, String service, String deadLetterTopic) {
    this(inputs, Map.of(), service, deadLetterTopic);
  }

  Transaction(DeletedRecords deleted, String service, String deadLetterTopic) {
    this(
        List.of(),
        Map.of(deleted.partition(), new OffsetAndMetadata(deleted.end())),
        service,
        deadLetterTopic);
  }

  private Transaction(
      List<ConsumerRecord<byte[], byte[]>> inputs,
      Map<TopicPartition, OffsetAndMetadata> behindDeleted,
      String service,
      String deadLetterTopic) {
    this.inputs = List.copyOf(inputs);
    this.behindDeleted = behindDeleted;
    this.service = service;
    this.deadLetterTopic = deadLetterTopic;
  }

  @Override
  public void send(String topic, int partition, String key, Message message, int vectors) {
    records.add(new OutputRecord(topic, partition, key, message, vectors));
  }

  @Override
  public void deadLetter(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    records.add(DeadLetters.record(deadLetterTopic, record, reason, service));
    deadLetters++;
  }

  @Override
  public void skip(ConsumerRecord<byte[], byte[]> record) {
    skipped++;
  }

  @Override
  public void leave(int left) {
    if (left < 0 || left >= inputs.size()) {
      throw new IllegalArgumentException(
          "%d of %d records left; at least one must be answered".formatted(left, inputs.size()));
    }
    inputs = inputs.subList(0, inputs.size() - left);
  }

  /** The output, in the order in which it was sent. */
  public List<OutputRecord> records() {
    return records;
  }

  /** Of each partition that was read, the offset after the last record that this answers. */
  public Map<TopicPartition, OffsetAndMetadata> offsets() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(behindDeleted);
    for (ConsumerRecord<byte[], byte[]> input : inputs) {
      offsets.put(
          new TopicPartition(input.topic(), input.partition()),
          new OffsetAndMetadata(input.offset() + 1, input.leaderEpoch(), ""));
    }
    return offsets;
  }

  /** Input records that it answers. */
  int inputs() {
    return inputs.size();
  }

  int deadLetters() {
    return deadLetters;
  }

  int skipped() {
    return skipped;
  }
}
