package io.factorscope.exactlyonce;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.factorscope.v1.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real broker that looks every second for what it may delete. */
class TopicsTest {

  private static final long YEAR_2001 = Instant.parse("2001-01-01T00:00:00Z").toEpochMilli();

  @RegisterExtension
  private static final TestBroker broker =
      new TestBroker(
          Map.of(
              "log.retention.check.interval.ms",
              "1000",
              "log.initial.task.delay.ms",
              "1000",
              "authorizer.class.name",
              "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
              "allow.everyone.if.no.acl.found",
              "true"));

  @Test
  void theTopicsOfTheStreamHaveTheBrokersTimeAndNoLimitOfTime() throws Exception {
    TopicSpecs specs = specs("new.");
    List<TopicSpec> topics =
        List.of(specs.texts(), specs.hiddenStates("m"), specs.codes("d"), specs.evidence());

    Topics.ensure(instance(), topics);

    for (TopicSpec topic : topics) {
      assertThat(setting(topic.name(), "message.timestamp.type")).isEqualTo("LogAppendTime");
      assertThat(setting(topic.name(), "retention.ms")).isEqualTo("-1");
    }
    Topics.ensure(instance(), List.of(specs.deadLetters()));
    assertThat(setting(specs.deadLetters().name(), "message.timestamp.type"))
        .isEqualTo("LogAppendTime");
  }

  @Test
  void anExistingTopicWithItsProducersTimeAndALimitOfTimeIsAltered() throws Exception {
    TopicSpec texts = specs("old.").texts();
    create(texts.name());

    Topics.ensure(instance(), List.of(texts));

    assertThat(setting(texts.name(), "message.timestamp.type")).isEqualTo("LogAppendTime");
    assertThat(setting(texts.name(), "retention.ms")).isEqualTo("-1");
    assertThat(setting(texts.name(), "retention.bytes")).isEqualTo("123456");
  }

  @Test
  void recordsOfTheYear2001AreKeptAndHaveTheBrokersTime() throws Exception {
    TopicSpec texts = specs("kept.").texts();
    Topics.ensure(instance(), List.of(texts));
    long before = System.currentTimeMillis();

    write(texts.name());
    Thread.sleep(Duration.ofSeconds(5));

    assertThat(broker.read(texts.name()))
        .hasSize(120)
        .allMatch(record -> record.timestamp() >= before);
    assertThat(broker.beginning(texts.name())).isZero();
  }

  /** So that the test above would find what it looks for. */
  @Test
  void aLimitOfTimeDeletesThemWithinSeconds() throws Exception {
    create("limited.texts");
    write("limited.texts");
    await().atMost(Duration.ofSeconds(30)).until(() -> broker.beginning("limited.texts") > 0);
  }

  @Test
  void aTopicThatMayNotBeAlteredIsNamedWithTheSettingAndTheRemedy() throws Exception {
    TopicSpec texts = specs("refused.").texts();
    create(texts.name());
    deny(texts.name(), AclOperation.ALTER_CONFIGS);

    assertThatThrownBy(() -> Topics.ensure(instance(), List.of(texts)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "topic refused.texts: must have message.timestamp.type=LogAppendTime,retention.ms=-1,"
                + " which can't be seen to")
        .hasMessageContaining("allow this service DescribeConfigs and AlterConfigs")
        .hasMessageContaining("--entity-name refused.texts --add-config message.timestamp.type=");
  }

  @Test
  void aTopicThatMayNotBeDescribedIsNotWaitedFor() throws Exception {
    TopicSpec texts = specs("hidden.").texts();
    create(texts.name());
    deny(texts.name(), AclOperation.DESCRIBE);

    assertThatThrownBy(() -> Topics.ensure(instance(), List.of(texts)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hidden.texts")
        .hasMessageEndingWith(
            "allow this service to describe and create its topics and to read with its groups");
  }

  @Test
  void aWrongSettingOfTheClientIsNotWaitedFor() {
    Instance wrong =
        new Instance(
            broker.bootstrapServers(), "test", "test", "0", Map.of("request.timeout.ms", "soon"));

    assertThatThrownBy(() -> Topics.ensure(wrong, List.of(specs("wrong.").texts())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("request.timeout.ms")
        .hasMessageEndingWith("correct factorscope.kafka.client.*");
  }

  private static Instance instance() {
    return broker.instance("test", "0");
  }

  private static TopicSpecs specs(String prefix) {
    return new TopicSpecs(new TopicNames(prefix), 1, OptionalLong.empty());
  }

  private static void write(String topic) {
    Document document = Document.newBuilder().setText("x".repeat(6_500)).build();
    PlainProducer.send(broker, topic, "key", Collections.nCopies(120, document), YEAR_2001);
  }

  /** As releases before this made it. */
  private static void create(String topic) throws Exception {
    try (Admin admin = admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, Optional.of(1), Optional.empty())
                      .configs(
                          Map.of(
                              "retention.ms", "21600000",
                              "retention.bytes", "123456",
                              "segment.bytes", "1048576"))))
          .all()
          .get();
    }
  }

  private static void deny(String topic, AclOperation operation) throws Exception {
    AccessControlEntry everyone =
        new AccessControlEntry("User:ANONYMOUS", "*", operation, AclPermissionType.DENY);
    AccessControlEntry rest =
        new AccessControlEntry(
            "User:ANONYMOUS", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW);
    AccessControlEntry read =
        new AccessControlEntry(
            "User:ANONYMOUS", "*", AclOperation.DESCRIBE_CONFIGS, AclPermissionType.ALLOW);
    ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
    try (Admin admin = admin()) {
      admin
          .createAcls(
              List.of(
                  new AclBinding(pattern, everyone),
                  new AclBinding(pattern, rest),
                  new AclBinding(pattern, read)))
          .all()
          .get();
    }
  }

  private static String setting(String topic, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = admin()) {
      Config config =
          requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource));
      return config.get(name).value();
    }
  }

  private static Admin admin() {
    return Admin.create(Clients.admin(instance()));
  }
}
