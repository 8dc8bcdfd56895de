package io.factorscope.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of the audited topics.
 *
 * @param count of texts, states and codes, each
 * @param deadLetters of a number of their own; none if there is no such topic
 */
record TopicPartitions(
    int count,
    List<TopicPartition> texts,
    List<TopicPartition> states,
    List<TopicPartition> codes,
    List<TopicPartition> deadLetters) {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /**
   * Asks the broker.
   *
   * @throws AuditException if a topic is missing, or they differ in number
   */
  static TopicPartitions of(Consumer<?, ?> consumer, AuditedTopics topics) {
    Map<String, List<PartitionInfo>> known = consumer.listTopics(TIMEOUT);
    int count = count(known, topics.texts());
    for (AuditedStep step : AuditedStep.values()) {
      requireSame(topics.of(step), count(known, topics.of(step)), topics.texts(), count);
    }
    return new TopicPartitions(
        count,
        partitions(topics.texts(), count),
        partitions(topics.of(AuditedStep.HIDDEN_STATES), count),
        partitions(topics.of(AuditedStep.CODES), count),
        partitions(
            topics.deadLetters(), known.getOrDefault(topics.deadLetters(), List.of()).size()));
  }

  /** Whether all topics that must be there are there. */
  static boolean exist(Consumer<?, ?> consumer, AuditedTopics topics) {
    return consumer
        .listTopics(TIMEOUT)
        .keySet()
        .containsAll(
            List.of(
                topics.texts(),
                topics.of(AuditedStep.HIDDEN_STATES),
                topics.of(AuditedStep.CODES)));
  }

  /** Those of all topics, in order within each. */
  List<TopicPartition> all() {
    List<TopicPartition> all = new ArrayList<>(texts);
    all.addAll(states);
    all.addAll(codes);
    all.addAll(deadLetters);
    return all;
  }

  private static int count(Map<String, List<PartitionInfo>> known, String topic) {
    List<PartitionInfo> partitions = known.get(topic);
    if (partitions == null) {
      throw new AuditException(
          "topic "
              + topic
              + ": is missing; check --model, --dictionary and --topic-prefix, or wait until the"
              + " services run");
    }
    return partitions.size();
  }

  private static void requireSame(String topic, int is, String texts, int must) {
    if (is != must) {
      throw new AuditException(
          "topic "
              + topic
              + ": has "
              + is
              + " partitions, "
              + texts
              + " has "
              + must
              + "; they must have the same number");
    }
  }

  private static List<TopicPartition> partitions(String topic, int count) {
    return IntStream.range(0, count).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }
}
