package io.factorscope.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.producer.ProducerRecord;

/** Lets a compacted topic forget a key. */
public record Tombstone(String topic, int partition, String key) {

  ProducerRecord<byte[], byte[]> toKafka() {
    return new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), null);
  }
}
