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
final class Transaction implements Output {

  private final String service;
  private final String deadLetterTopic;
  private final List<OutputRecord> records = new ArrayList<>();
  private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
  private final int inputs;
  private int deadLetters;
  private int skipped;

  Transaction(List<ConsumerRecord<byte[], byte[]>> inputs, String service, String deadLetterTopic) {
    this.inputs = inputs.size();
    this.service = service;
    this.deadLetterTopic = deadLetterTopic;
    for (ConsumerRecord<byte[], byte[]> input : inputs) {
      offsets.put(
          new TopicPartition(input.topic(), input.partition()),
          new OffsetAndMetadata(input.offset() + 1, input.leaderEpoch(), ""));
    }
  }

  Transaction(DeletedRecords deleted, String service, String deadLetterTopic) {
    this(List.of(), service, deadLetterTopic);
    offsets.put(deleted.partition(), new OffsetAndMetadata(deleted.end()));
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

  List<OutputRecord> records() {
    return records;
  }

  Map<TopicPartition, OffsetAndMetadata> offsets() {
    return offsets;
  }

  int inputs() {
    return inputs;
  }

  int deadLetters() {
    return deadLetters;
  }

  int skipped() {
    return skipped;
  }
}
