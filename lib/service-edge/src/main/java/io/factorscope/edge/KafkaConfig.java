package io.factorscope.edge;

import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.KeptTimes;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How a service reaches Kafka: the keys {@code factorscope.kafka.*} of every service. */
@ConfigMapping(prefix = "factorscope.kafka")
public interface KafkaConfig {

  /** Where the broker is: host:port, separated by commas. */
  @WithDefault("localhost:9092")
  String bootstrapServers();

  /** Put before every topic's name; nothing if absent. */
  Optional<String> topicPrefix();

  /** Separates several installations on one broker: part of group and transactional ids. */
  @WithDefault("factorscope")
  String namespace();

  /**
   * Stable name of this replica, e.g. its pod's: a restart under the same name fences what it was
   * before.
   */
  @WithDefault("0")
  String instance();

  /** Partitions of texts, hidden-states and codes, when this service has to create them. */
  @WithDefault("4")
  int partitions();

  /** Most bytes that a topic keeps, when this service has to create it; no limit if absent. */
  OptionalLong topicLimit();

  Kept kept();

  /** More settings of Kafka's clients, e.g. for TLS; they win over ours. */
  Map<String, String> client();

  /** This replica of the given service. */
  default Instance instance(String service) {
    return new Instance(bootstrapServers(), service, namespace(), instance(), client());
  }

  /** The names of the topics. */
  default TopicNames topics() {
    return new TopicNames(topicPrefix().orElse(""));
  }

  /** What topics are made of when this service has to create them. */
  default TopicSpecs specs() {
    return new TopicSpecs(topics(), partitions(), topicLimit(), kept().times());
  }

  /**
   * For how long topics keep their records at least. What is older goes as soon as all of its
   * readers have read it.
   */
  interface Kept {

    @WithDefault("7d")
    Duration texts();

    @WithDefault("6h")
    Duration hiddenStates();

    @WithDefault("3d")
    Duration codes();

    @WithDefault("12h")
    Duration evidence();

    /** All of them. */
    default KeptTimes times() {
      return new KeptTimes(texts(), hiddenStates(), codes(), evidence());
    }
  }
}
