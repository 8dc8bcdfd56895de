package io.factorscope.exactlyonce.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.GroupPlace;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.PlainProducer;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpec;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.backpressure.GroupReaders;
import io.factorscope.v1.Document;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real broker: what is past its time goes when all have read it, and not before. */
class ExpiryTest {

  private static final Duration KEPT = Duration.ofSeconds(2);
  private static final long YEAR_2001 = 978_307_200_000L;

  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void oldAndReadRecordsAreDeletedAndOldAndUnreadOnesAreNot() throws Exception {
    String topic = topic("read.");
    write(topic, 20);
    readUpTo(topic, "quick", 20);
    readUpTo(topic, "slow", 12);
    try (Expiry expiry = expiry(topic, KEPT)) {
      awaitBeginning(topic, 12);
      staysAt(topic, 12);
      assertThat(deleted(topic)).isEqualTo(12);
      readUpTo(topic, "slow", 15);
      awaitBeginning(topic, 15);
      assertThat(deleted(topic)).isEqualTo(15);
      assertThat(expiry).isNotNull();
    }
  }

  @Test
  void aReaderThatHasReadNothingYetKeepsEverything() throws Exception {
    String topic = topic("place.");
    write(topic, 10);
    readUpTo(topic, "quick", 10);
    GroupPlace.take(instance(), "to-come", topic);
    try (Expiry expiry = expiry(topic, KEPT)) {
      staysAt(topic, 0);
      GroupPlace.giveUp(instance(), "to-come");
      awaitBeginning(topic, 10);
      assertThat(expiry).isNotNull();
    }
  }

  @Test
  void youngRecordsStayThoughAllHaveReadThem() throws Exception {
    String topic = topic("young.");
    write(topic, 10);
    readUpTo(topic, "quick", 10);
    try (Expiry expiry = expiry(topic, Duration.ofHours(1))) {
      staysAt(topic, 0);
      assertThat(expiry).isNotNull();
    }
  }

  @Test
  void aTopicWithoutReadersIsCutByItsTimeAlone() throws Exception {
    String topic = topic("alone.");
    write(topic, 10);
    try (Expiry expiry = expiry(topic, KEPT)) {
      awaitBeginning(topic, 10);
      write(topic, 5);
      awaitBeginning(topic, 15);
      assertThat(deleted(topic)).isEqualTo(15);
      assertThat(expiry).isNotNull();
    }
  }

  private static Instance instance() {
    return broker.instance("test", "0");
  }

  private static String topic(String prefix) throws InterruptedException {
    TopicSpec texts = new TopicSpecs(new TopicNames(prefix), 1, OptionalLong.empty()).texts();
    Topics.ensure(instance(), List.of(texts));
    return texts.name();
  }

  private Expiry expiry(String topic, Duration kept) {
    return new Expiry(instance(), topic, kept, GroupReaders.all(topic), meters);
  }

  /** By a producer that lives in another century: the topic does not care. */
  private static void write(String topic, int count) {
    Document document = Document.newBuilder().setText("text").build();
    PlainProducer.send(broker, topic, "key", Collections.nCopies(count, document), YEAR_2001);
  }

  private static void readUpTo(String topic, String group, long offset) throws Exception {
    try (Admin admin = Admin.create(Clients.admin(instance()))) {
      admin
          .alterConsumerGroupOffsets(
              topic + group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }

  private double deleted(String topic) {
    return meters.counter("factorscope.records.expired", "topic", topic).count();
  }

  private static void awaitBeginning(String topic, long offset) {
    await().atMost(Duration.ofSeconds(30)).until(() -> broker.beginning(topic) == offset);
  }

  private static void staysAt(String topic, long offset) {
    await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(10))
        .until(() -> broker.beginning(topic) == offset);
  }
}
