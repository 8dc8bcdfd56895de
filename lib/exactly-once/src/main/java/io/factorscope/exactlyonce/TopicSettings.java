package io.factorscope.exactlyonce;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The settings that a topic must have, whoever created it, and whenever. */
final class TopicSettings {

  private static final Logger LOG = Logger.getLogger(TopicSettings.class);

  private TopicSettings() {}

  /**
   * Alters what is otherwise.
   *
   * @throws IllegalStateException if that is not allowed
   */
  static void ensure(Admin admin, TopicSpec spec) throws InterruptedException {
    if (spec.fixed().isEmpty()) {
      return;
    }
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, spec.name());
    Map<String, String> other = new TreeMap<>(spec.fixed());
    try {
      Config is = admin.describeConfigs(List.of(topic)).all().get().get(topic);
      other.entrySet().removeIf(must -> must.getValue().equals(value(is, must.getKey())));
      if (!other.isEmpty()) {
        alter(admin, topic, other);
        other.forEach((setting, value) -> tell(spec.name(), setting, value(is, setting), value));
      }
    } catch (ExecutionException e) {
      throw refused(spec.name(), other, e);
    }
  }

  private static void alter(Admin admin, ConfigResource topic, Map<String, String> settings)
      throws ExecutionException, InterruptedException {
    List<AlterConfigOp> changes =
        settings.entrySet().stream()
            .map(must -> new ConfigEntry(must.getKey(), must.getValue()))
            .map(must -> new AlterConfigOp(must, AlterConfigOp.OpType.SET))
            .toList();
    admin.incrementalAlterConfigs(Map.of(topic, changes)).all().get();
  }

  private static String value(@Nullable Config config, String setting) {
    ConfigEntry entry = config == null ? null : config.get(setting);
    return entry == null ? "unknown" : entry.value();
  }

  private static void tell(String topic, String setting, String before, String now) {
    LOG.warnf(
        "Topic %s: %s was %s and is %s now; for how long records are kept is what"
            + " factorscope.kafka.kept.* says",
        topic, setting, before, now);
  }

  /** Not before a broker that is away has had its chance. */
  private static RuntimeException refused(
      String topic, Map<String, String> settings, ExecutionException answer) {
    Throwable cause = answer.getCause() == null ? answer : answer.getCause();
    if (cause instanceof RetriableException) {
      return new KafkaException(cause);
    }
    String list = settings.toString().replaceAll("[{} ]", "");
    return new IllegalStateException(
        ("topic %s: must have %s, which can't be seen to (%s); allow this service DescribeConfigs"
                + " and AlterConfigs of the topic, or have it set: kafka-configs.sh --alter"
                + " --entity-type topics --entity-name %s --add-config %s")
            .formatted(topic, list, cause.getMessage(), topic, list),
        cause);
  }
}
