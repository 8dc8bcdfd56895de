package io.factorscope.standalone.stream;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads what topics hold, committed, from their beginning to their end. */
final class StreamTopics {

  private final Instance reader;

  StreamTopics(String bootstrapServers) {
    this.reader = new Instance(bootstrapServers, "stream-test", "test", "0", Map.of());
  }

  /**
   * The messages of one type in a topic, partition by partition in order; other types are passed
   * over.
   */
  <M extends Message> List<M> read(String topic, Parser<M> parser, M prototype)
      throws BadRecordException {
    List<M> messages = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
      if (prototype.getDescriptorForType().getFullName().equals(Headers.type(record))) {
        messages.add(Headers.parse(record, parser, prototype));
      }
    }
    return messages;
  }

  /** All records, partition by partition in order. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(Clients.reader(reader))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(500)).forEach(records::add);
      }
      return records;
    }
  }
}
