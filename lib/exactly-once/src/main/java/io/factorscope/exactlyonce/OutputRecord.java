package io.factorscope.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A record to be written. */
public record OutputRecord(String topic, int partition, String key, Message message, int vectors) {

  /** As Kafka's producer takes it; stamped with the time of this call. */
  ProducerRecord<byte[], byte[]> toKafka() {
    return new ProducerRecord<>(
        topic, partition, key.getBytes(UTF_8), message.toByteArray(), Headers.of(message, vectors));
  }
}
