package io.factorscope.exactlyonce;

import io.factorscope.local.BrokerProcess;
import io.factorscope.local.BrokerSettings;
import io.factorscope.local.Ports;
import io.factorscope.local.TestBrokers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * A real broker for a test, on a temporary folder and free ports; can be killed and come back on
 * the same data.
 */
public final class TestBroker implements AutoCloseable {

  private final BrokerSettings settings;
  private BrokerProcess broker;

  private TestBroker(BrokerSettings settings, BrokerProcess broker) {
    this.settings = settings;
    this.broker = broker;
  }

  /** Starts one; the build has put its jars beside the module that tests. */
  public static TestBroker start() {
    return start(Map.of());
  }

  /** Starts one with more settings. */
  public static TestBroker start(Map<String, String> more) {
    try {
      Path folder =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "broker-");
      List<Integer> ports = Ports.free(2);
      BrokerSettings settings =
          new BrokerSettings(
              TestBrokers.jars(), folder.toAbsolutePath(), ports.get(0), ports.get(1), 384, more);
      return new TestBroker(settings, BrokerProcess.start(settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** An instance of a service on this broker. */
  public Instance instance(String service, String name) {
    return new Instance(bootstrapServers(), service, "test", name, Map.of());
  }

  /** kill -9. */
  public void kill() throws InterruptedException {
    broker.process().destroyForcibly().waitFor();
  }

  public void restart() throws IOException, InterruptedException {
    broker = BrokerProcess.start(settings);
  }

  /** Where partition 0 of a topic begins. */
  public long beginning(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(Clients.reader(instance("test", "reader")))) {
      return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, -1L);
    }
  }

  /** All that is committed in a topic, partition after partition, in order. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    Properties properties = Clients.reader(instance("test", "reader"));
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream().map(TestBroker::topicPartition).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
        consumer.poll(java.time.Duration.ofMillis(100)).forEach(records::add);
      }
      records.sort(
          Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
              .thenComparingLong(ConsumerRecord::offset));
      return records;
    }
  }

  @Override
  public void close() {
    broker.close();
    try (Stream<Path> files = Files.walk(settings.folder())) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TopicPartition topicPartition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }
}
