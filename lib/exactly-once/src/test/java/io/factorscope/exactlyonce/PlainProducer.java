package io.factorscope.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Somebody else's producer: no transactions, and a clock of its own. */
public final class PlainProducer {

  private PlainProducer() {}

  /** Writes messages into partition 0. */
  public static void send(
      TestBroker broker, String topic, String key, List<? extends Message> messages) {
    send(broker, topic, key, messages, null);
  }

  /**
   * The same.
   *
   * @param time that each record is to have, ms since 1970; null for now
   */
  public static void send(
      TestBroker broker,
      String topic,
      String key,
      List<? extends Message> messages,
      @Nullable Long time) {
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Message message : messages) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic,
                    0,
                    time,
                    key.getBytes(UTF_8),
                    message.toByteArray(),
                    Headers.of(message, 0)));
      }
      producer.flush();
    }
  }
}
