package io.factorscope.standalone.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpec;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The recorded evidence and version 1, copied under another prefix, and a dictionary-service that
 * learns from the copy alone and undisturbed.
 */
final class EvidenceReplay implements AutoCloseable {

  private static final TopicNames COPY = new TopicNames("replay.");
  private static final int RECORDS_AT_ONCE = 500;

  private final Process service;

  private EvidenceReplay(Process service) {
    this.service = service;
  }

  /** Copies what was recorded, and starts to learn. */
  static EvidenceReplay start(Path folder, String bootstrapServers, String dictionary)
      throws IOException, InterruptedException {
    StreamTopics recorded = new StreamTopics(bootstrapServers);
    TopicNames names = new TopicNames("");
    Instance instance = new Instance(bootstrapServers, "replay", "test", "0", Map.of());
    TopicSpecs specs = new TopicSpecs(COPY, 1, OptionalLong.empty());
    Topics.ensure(instance, List.of(withItsOwnTimes(specs.evidence()), specs.dictionaryVersions()));
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(Clients.producer(instance, instance.transactionalId("copy")))) {
      producer.initTransactions();
      List<ConsumerRecord<byte[], byte[]>> first =
          recorded.records(names.dictionaryVersions()).stream()
              .filter(record -> new String(record.key(), UTF_8).startsWith(dictionary + "/1/"))
              .toList();
      copy(first, COPY.dictionaryVersions(), producer);
      copy(recorded.records(names.evidence()), COPY.evidence(), producer);
    }
    return new EvidenceReplay(launch(folder, bootstrapServers, dictionary));
  }

  /**
   * The times of the records are those that were recorded. The service gives the topic the broker's
   * time, which is for what is written from then on.
   */
  private static TopicSpec withItsOwnTimes(TopicSpec evidence) {
    Map<String, String> settings = new HashMap<>(evidence.settings());
    settings.putAll(evidence.fixed());
    settings.put("message.timestamp.type", "CreateTime");
    return new TopicSpec(evidence.name(), evidence.partitions(), settings);
  }

  /** The topic of the evidence that they are learned from. */
  String evidence() {
    return COPY.evidence();
  }

  /** The topic of the versions that are learned. */
  String versions() {
    return COPY.dictionaryVersions();
  }

  @Override
  public void close() {
    service.destroy();
    try {
      if (!service.waitFor(20, TimeUnit.SECONDS)) {
        service.destroyForcibly();
      }
    } catch (InterruptedException e) {
      service.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** With the timestamps of the originals, from which stream time is made. */
  private static void copy(
      List<ConsumerRecord<byte[], byte[]>> records,
      String topic,
      Producer<byte[], byte[]> producer) {
    for (int from = 0; from < records.size(); from += RECORDS_AT_ONCE) {
      producer.beginTransaction();
      for (ConsumerRecord<byte[], byte[]> record :
          records.subList(from, Math.min(records.size(), from + RECORDS_AT_ONCE))) {
        // A failed send fails the commit: nothing needs this future.
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic, 0, record.timestamp(), record.key(), record.value(), record.headers()));
      }
      producer.flush();
      producer.commitTransaction();
    }
  }

  private static Process launch(Path folder, String bootstrapServers, String dictionary)
      throws IOException {
    Path jar =
        Path.of(
            System.getProperty("factorscope.home"),
            "dictionary-service/target/quarkus-app/quarkus-run.jar");
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-modules=jdk.incubator.vector",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + freePort(),
            "-Dfactorscope.kafka.bootstrap-servers=" + bootstrapServers,
            "-Dfactorscope.kafka.topic-prefix=" + COPY.prefix(),
            "-Dfactorscope.kafka.namespace=replay",
            "-Dfactorscope.model.name=" + dictionary,
            "-Dfactorscope.dictionary.factors=512",
            "-jar",
            jar.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("replay.log").toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
