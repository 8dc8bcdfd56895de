package io.factorscope.audit;

import com.google.protobuf.Message;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.local.BrokerExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The topics of one test on a real broker, under a prefix of their own. */
final class TopicsUnderAudit {

  private static final AtomicInteger TESTS = new AtomicInteger();

  private final BrokerExtension broker;
  private final int partitions;
  private final AuditedTopics topics =
      new AuditedTopics(
          new TopicNames("test" + TESTS.incrementAndGet() + "."),
          Messages.TOPICS.model(),
          Messages.TOPICS.dictionary());

  TopicsUnderAudit(BrokerExtension broker, int partitions) {
    this.broker = broker;
    this.partitions = partitions;
  }

  AuditedTopics names() {
    return topics;
  }

  String texts() {
    return topics.texts();
  }

  String states() {
    return topics.of(AuditedStep.HIDDEN_STATES);
  }

  String codes() {
    return topics.of(AuditedStep.CODES);
  }

  void create() throws Exception {
    try (Admin admin = admin()) {
      admin
          .createTopics(
              Stream.of(texts(), states(), codes())
                  .map(name -> new NewTopic(name, partitions, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  /** Deletes the records of partition 0 below an offset. */
  void deleteBefore(String topic, long offset) {
    try (Admin admin = admin()) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }
  }

  static ProducerRecord<byte[], byte[]> record(String topic, int partition, Message message) {
    return new ProducerRecord<>(
        topic,
        partition,
        "d".getBytes(StandardCharsets.UTF_8),
        message.toByteArray(),
        Headers.of(message, 0));
  }

  /** Audits what is there. */
  AuditReport once(@Nullable Path checkpoint) {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      return new AuditRun(consumer, topics, checkpoint, 0).once();
    }
  }

  Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Clients.reader(new Instance(broker.bootstrapServers(), "audit", "test", "0", Map.of())));
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }
}
