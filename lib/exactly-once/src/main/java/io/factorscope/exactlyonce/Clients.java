package io.factorscope.exactlyonce;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Settings of Kafka's clients, in one place. */
public final class Clients {

  private static final int MEBIBYTE = 1 << 20;

  private Clients() {}

  /** An admin that gives up soon: its users ask again. */
  public static Properties admin(Instance instance) {
    return finish(
        instance,
        instance.clientBase(),
        Map.of("default.api.timeout.ms", 10_000, "request.timeout.ms", 5_000));
  }

  /** A consumer without a group: reads committed records from partitions that it assigns itself. */
  public static Properties reader(Instance instance) {
    return finish(
        instance,
        instance.clientBase(),
        Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            16 * MEBIBYTE,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            4 * MEBIBYTE,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class.getName(),
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class.getName()));
  }

  /** Sees where topics really end, open transactions included. */
  public static Properties uncommittedReader(Instance instance) {
    Properties settings = reader(instance);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    return settings;
  }

  /**
   * A member of a group. It keeps its place in the group over a restart, so that nothing moves for
   * that.
   */
  public static Properties member(Instance instance, String group) {
    Properties settings = reader(instance);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance.name());
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    settings.putAll(instance.clientSettings());
    return settings;
  }

  /** A transactional producer. */
  public static Properties producer(Instance instance, String transactionalId) {
    return finish(
        instance,
        instance.clientBase(),
        Map.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            transactionalId,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            15_000,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.LINGER_MS_CONFIG,
            5,
            ProducerConfig.BATCH_SIZE_CONFIG,
            MEBIBYTE,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            64L * MEBIBYTE,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            10_000,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class.getName(),
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class.getName()));
  }

  private static Properties finish(
      Instance instance, Map<String, Object> base, Map<String, Object> more) {
    Properties settings = new Properties();
    settings.putAll(base);
    settings.putAll(more);
    settings.putAll(instance.clientSettings());
    return settings;
  }
}
