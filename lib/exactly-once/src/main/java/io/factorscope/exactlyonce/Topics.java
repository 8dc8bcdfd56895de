package io.factorscope.exactlyonce;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/** Creates missing topics, verifies the others. */
public final class Topics {

  private static final Logger LOG = Logger.getLogger(Topics.class);

  private Topics() {}

  /**
   * Creates the topics that are missing, and checks and alters those that exist. Waits for a broker
   * that is away.
   *
   * @throws IllegalStateException if a topic has another number of partitions than it must have, or
   *     a setting that it must not have and that this service may not alter; or if the broker
   *     refuses for good, with the remedy
   * @throws InterruptedException if interrupted while the broker is away
   */
  public static void ensure(Instance instance, List<TopicSpec> specs) throws InterruptedException {
    PatientAdmin.ask(
        instance,
        "topics " + specs.stream().map(TopicSpec::name).collect(Collectors.joining(", ")),
        admin -> {
          for (TopicSpec spec : specs) {
            ensure(admin, spec);
          }
        });
  }

  private static void ensure(Admin admin, TopicSpec spec) throws InterruptedException {
    int partitions =
        describe(admin, spec.name()).map(Topics::partitions).orElseGet(() -> create(admin, spec));
    if (partitions != spec.partitions()) {
      throw new IllegalStateException(
          "topic %s: has %d partitions, must have %d; set factorscope.kafka.partitions to what it has, or use another factorscope.kafka.topic-prefix"
              .formatted(spec.name(), partitions, spec.partitions()));
    }
    TopicSettings.ensure(admin, spec);
  }

  private static int partitions(TopicDescription topic) {
    return topic.partitions().size();
  }

  private static Optional<TopicDescription> describe(Admin admin, String name)
      throws InterruptedException {
    try {
      return Optional.ofNullable(
          admin.describeTopics(List.of(name)).allTopicNames().get().get(name));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw new KafkaException(e.getCause());
    }
  }

  private static int create(Admin admin, TopicSpec spec) {
    Collection<NewTopic> topics =
        List.of(
            new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.empty())
                .configs(spec.all()));
    try {
      admin.createTopics(topics).all().get();
      LOG.infof(
          "Created topic %s with %d partitions %s", spec.name(), spec.partitions(), spec.all());
    } catch (ExecutionException e) {
      // Another service was faster: it made the topic from the same rules.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
    return spec.partitions();
  }
}
