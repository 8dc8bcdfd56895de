package io.factorscope.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record to be written.
 *
 * @param message or null for a tombstone
 */
public record OutputRecord(
    String topic, int partition, String key, @Nullable Message message, int vectors) {

  /** Lets a compacted topic forget a key. */
  public static OutputRecord tombstone(String topic, int partition, String key) {
    return new OutputRecord(topic, partition, key, null, 0);
  }

  /** As Kafka's producer takes it; stamped with the time of this call. */
  ProducerRecord<byte[], byte[]> toKafka() {
    byte[] bytes = key.getBytes(UTF_8);
    return message == null
        ? new ProducerRecord<>(topic, partition, bytes, null)
        : new ProducerRecord<>(
            topic, partition, bytes, message.toByteArray(), Headers.of(message, vectors));
  }
}
