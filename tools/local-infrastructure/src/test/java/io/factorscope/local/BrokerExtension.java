package io.factorscope.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real broker for the tests of a class, on a temporary folder and free ports; can be killed and
 * restarted on the same data. Registered in a static field it starts before the first test and ends
 * after the last; started by hand, it is closed by hand.
 */
public class BrokerExtension implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

  private static final int HEAP_MIB = 384;

  private final Map<String, String> more;
  private @Nullable BrokerSettings settings;
  private @Nullable BrokerProcess broker;

  public BrokerExtension() {
    this(Map.of());
  }

  /** A broker with more settings than ours. */
  public BrokerExtension(Map<String, String> more) {
    this.more = more;
  }

  /** Where the build has put the broker's jars. */
  public static Path jars() {
    return Path.of(System.getProperty("project.root"), "tools", "broker", "target", "lib");
  }

  /** Starts a broker on the data of an earlier one. */
  public static BrokerProcess startOn(Path folder) {
    return BrokerProcess.start(settings(folder, Map.of()));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    launch();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Starts the broker after a kill, on the same data and ports. */
  public final void restart() {
    launch();
  }

  protected final void launch() {
    if (settings == null) {
      settings = settings(temporaryFolder(), more);
    }
    broker = BrokerProcess.start(settings);
  }

  public final String bootstrapServers() {
    return running().bootstrapServers();
  }

  /** The broker's process, e.g. to pause it. */
  public final ProcessHandle handle() {
    return running().child().handle();
  }

  /** kill -9. */
  public final void kill() {
    handle().destroyForcibly();
    running().child().join();
  }

  /** Where partition 0 of a topic begins. */
  public final long beginning(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = reader()) {
      return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, -1L);
    }
  }

  /** All committed records of a topic, partition after partition, in order. */
  public final List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = reader()) {
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
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      records.sort(
          Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
              .thenComparingLong(ConsumerRecord::offset));
      return records;
    }
  }

  @Override
  public void close() {
    if (broker != null && settings != null) {
      broker.close();
      delete(settings.folder());
    }
  }

  private BrokerProcess running() {
    return Objects.requireNonNull(broker, "the broker was not started");
  }

  private KafkaConsumer<byte[], byte[]> reader() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers(),
            "isolation.level",
            "read_committed",
            "allow.auto.create.topics",
            false),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static BrokerSettings settings(Path folder, Map<String, String> more) {
    List<Integer> ports = Ports.free(2);
    return new BrokerSettings(jars(), folder, ports.get(0), ports.get(1), HEAP_MIB, more);
  }

  private static Path temporaryFolder() {
    try {
      Path target = Files.createDirectories(Path.of("target"));
      return Files.createTempDirectory(target, "broker-").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
