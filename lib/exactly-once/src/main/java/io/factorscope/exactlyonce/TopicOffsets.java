package io.factorscope.exactlyonce;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks a broker for offsets of a topic's partitions. */
public final class TopicOffsets {

  private TopicOffsets() {}

  /** The partitions of a topic. */
  public static List<TopicPartition> partitions(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
        .flatMap(description -> description.partitions().stream())
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  /** The same offset of each partition, whether what lies there is committed or not. */
  public static Map<TopicPartition, Long> of(
      Admin admin, Collection<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    return offsets(ask(admin, partitions, which, IsolationLevel.READ_UNCOMMITTED));
  }

  /**
   * The same, below the first transaction that is open.
   *
   * @return -1 where there is none
   */
  public static Map<TopicPartition, Long> committed(
      Admin admin, Collection<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    return offsets(ask(admin, partitions, which, IsolationLevel.READ_COMMITTED));
  }

  /** The time of the newest record of all partitions, ms since 1970; -1 if there is none. */
  public static long newest(Admin admin, Collection<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    return ask(admin, partitions, OffsetSpec.maxTimestamp(), IsolationLevel.READ_UNCOMMITTED)
        .values()
        .stream()
        .mapToLong(ListOffsetsResultInfo::timestamp)
        .max()
        .orElse(-1);
  }

  /** Where a topic ends now, below the first transaction that is open. */
  public static Map<TopicPartition, Long> ends(Instance instance, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Clients.reader(instance))) {
      return consumer.endOffsets(
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList());
    }
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> ask(
      Admin admin,
      Collection<TopicPartition> partitions,
      OffsetSpec which,
      IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> which));
    return admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all().get();
  }

  private static Map<TopicPartition, Long> offsets(
      Map<TopicPartition, ListOffsetsResultInfo> answers) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    answers.forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }
}
