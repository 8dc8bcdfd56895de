package io.factorscope.exactlyonce.backpressure;

import static java.util.Objects.requireNonNull;

import io.factorscope.exactlyonce.TopicOffsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Asks the broker how much of a topic its readers have not read. */
final class Backlog {

  private final String topic;
  private final Readers readers;

  Backlog(String topic, Readers readers) {
    this.topic = topic;
    this.readers = readers;
  }

  /**
   * What is unread.
   *
   * @param share of a partition's limit
   * @param reader who has not read it
   */
  record Unread(double share, String reader) {

    static final Unread NOTHING = new Unread(0, "nobody");
  }

  /** For the worst partition and reader. */
  Unread unread(Admin admin) throws ExecutionException, InterruptedException {
    Map<TopicPartition, PartitionFill> fills = fills(admin);
    return readers.positions(admin).entrySet().stream()
        .map(reader -> new Unread(unreadShare(fills, reader.getValue()), reader.getKey()))
        .filter(unread -> unread.share() > 0)
        .max(Comparator.comparingDouble(Unread::share))
        .orElse(Unread.NOTHING);
  }

  private static double unreadShare(
      Map<TopicPartition, PartitionFill> fills, Map<TopicPartition, Long> positions) {
    return positions.entrySet().stream()
        .filter(position -> fills.containsKey(position.getKey()))
        .mapToDouble(
            position ->
                requireNonNull(fills.get(position.getKey())).unreadShare(position.getValue()))
        .max()
        .orElse(0);
  }

  private Map<TopicPartition, PartitionFill> fills(Admin admin)
      throws ExecutionException, InterruptedException {
    TopicDescription description = only(admin.describeTopics(List.of(topic)).allTopicNames().get());
    List<TopicPartition> partitions =
        description.partitions().stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    Map<TopicPartition, Long> earliest = TopicOffsets.of(admin, partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> latest = TopicOffsets.of(admin, partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> bytes = bytes(admin, description);
    long max = maxBytes(admin);
    return partitions.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                partition ->
                    new PartitionFill(
                        earliest.getOrDefault(partition, 0L),
                        latest.getOrDefault(partition, 0L),
                        bytes.getOrDefault(partition, 0L),
                        max)));
  }

  /** Of each partition, as its largest replica has it. */
  private Map<TopicPartition, Long> bytes(Admin admin, TopicDescription description)
      throws ExecutionException, InterruptedException {
    List<Integer> brokers =
        description.partitions().stream()
            .flatMap(info -> info.replicas().stream())
            .map(Node::id)
            .distinct()
            .toList();
    Map<TopicPartition, Long> bytes = new HashMap<>();
    for (Map<String, LogDirDescription> folders :
        admin.describeLogDirs(brokers).allDescriptions().get().values()) {
      for (LogDirDescription folder : folders.values()) {
        folder
            .replicaInfos()
            .forEach((partition, replica) -> bytes.merge(partition, replica.size(), Math::max));
      }
    }
    return bytes;
  }

  private long maxBytes(Admin admin) throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = only(admin.describeConfigs(List.of(resource)).all().get());
    return Long.parseLong(config.get(TopicConfig.RETENTION_BYTES_CONFIG).value());
  }

  /** The answer to a question about one thing. */
  private static <T> T only(Map<?, T> answers) {
    return answers.values().stream().findFirst().orElseThrow();
  }
}
