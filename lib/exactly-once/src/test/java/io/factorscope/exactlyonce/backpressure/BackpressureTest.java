package io.factorscope.exactlyonce.backpressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.GroupPlace;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicSpec;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.Document;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** On a real broker: a reader that does not read, and then does. */
class BackpressureTest {

  private static final String TOPIC = "filling";
  private static final int PARTITION = 1;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void appliesWhileALiveReaderIsFarBehind() throws InterruptedException {
    try (TestBroker broker = TestBroker.start()) {
      Instance instance = filled(broker);
      try (Backpressure backpressure =
              new Backpressure(instance, TOPIC, GroupReaders.under(TOPIC, "ns.coder."), meters);
          KafkaConsumer<byte[], byte[]> other = reader(broker, "ns.other", 0);
          KafkaConsumer<byte[], byte[]> reader = reader(broker, "ns.coder.d", 0)) {
        assertThat(other.assignment()).isNotEmpty();
        await().atMost(Duration.ofSeconds(20)).until(backpressure::applies);
        assertThat(backpressure.problem().orElseThrow())
            .startsWith("readers of filling have not read 7")
            .endsWith("the slowest is group ns.coder.d");
        commit(reader, 30);
        await().atMost(Duration.ofSeconds(20)).until(() -> !backpressure.applies());
        assertThat(backpressure.problem()).isEmpty();
      }
    }
  }

  @Test
  void groupsWhoseNamesBeginAlikeAreToldApart() throws Exception {
    try (TestBroker broker = TestBroker.start()) {
      Instance instance = filled(broker);
      for (String group : List.of("ns.coder.bge", "ns.coder.bge-small", "ns.coders")) {
        GroupPlace.take(instance, group, TOPIC);
      }
      try (Admin admin = Admin.create(Clients.admin(instance))) {
        assertThat(GroupReaders.of(TOPIC, "ns.coder.bge").positions(admin))
            .containsOnlyKeys("group ns.coder.bge");
        assertThat(GroupReaders.under(TOPIC, "ns.coder.").positions(admin))
            .containsOnlyKeys("group ns.coder.bge", "group ns.coder.bge-small");
        assertThat(GroupReaders.all(TOPIC).positions(admin)).hasSize(3);
      }
    }
  }

  @Test
  void aReaderThatIsAwayCountsUntilItsPlaceIsDeleted() throws Exception {
    try (TestBroker broker = TestBroker.start()) {
      Instance instance = filled(broker);
      reader(broker, "ns.coder.gone", 5).close();
      try (Backpressure backpressure =
              new Backpressure(instance, TOPIC, GroupReaders.under(TOPIC, "ns.coder."), meters);
          Admin admin = Admin.create(Clients.admin(instance))) {
        await().atMost(Duration.ofSeconds(20)).until(backpressure::applies);
        TopicPartition partition = new TopicPartition(TOPIC, PARTITION);
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(6))).all().get();
        await().atMost(Duration.ofSeconds(20)).until(() -> !backpressure.applies());
      }
    }
  }

  @Test
  void aReaderThatIsToComeCountsOnceItHasTakenItsPlace() throws InterruptedException {
    try (TestBroker broker = TestBroker.start()) {
      Instance instance = filled(broker);
      try (Backpressure backpressure =
          new Backpressure(instance, TOPIC, GroupReaders.under(TOPIC, "ns.coder."), meters)) {
        await()
            .during(Duration.ofSeconds(3))
            .atMost(Duration.ofSeconds(5))
            .until(() -> !backpressure.applies());
        GroupPlace.take(instance, "ns.coder.first", TOPIC);
        await().atMost(Duration.ofSeconds(20)).until(backpressure::applies);
        try (KafkaConsumer<byte[], byte[]> reader = reader(broker, "ns.coder.first", 30)) {
          assertThat(reader.assignment()).isNotEmpty();
          GroupPlace.take(instance, "ns.coder.first", TOPIC);
          await().atMost(Duration.ofSeconds(20)).until(() -> !backpressure.applies());
        }
      }
    }
  }

  /** A topic with 700 kB of the 1 MB that it may keep. */
  private Instance filled(TestBroker broker) throws InterruptedException {
    Instance instance = broker.instance("embedder", "0");
    Topics.ensure(instance, List.of(new TopicSpec(TOPIC, 2, Map.of("retention.bytes", "1000000"))));
    write(instance, 700_000);
    return instance;
  }

  private void write(Instance instance, int bytes) throws InterruptedException {
    Document document = Document.newBuilder().setText("x".repeat(bytes / 30)).build();
    try (TransactionalWriter writer = new TransactionalWriter(instance, "test", meters)) {
      writer.commit(
          Collections.nCopies(30, new OutputRecord(TOPIC, PARTITION, "key", document, 0)));
    }
  }

  /** A member of the group that has committed an offset. */
  private static KafkaConsumer<byte[], byte[]> reader(
      TestBroker broker, String group, long committed) {
    Properties settings = Clients.member(broker.instance("reader", group), group);
    // So that the group knows at once when its member leaves.
    settings.remove("group.instance.id");
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings);
    consumer.subscribe(List.of(TOPIC));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              poll(consumer);
              return !consumer.assignment().isEmpty();
            });
    commit(consumer, committed);
    return consumer;
  }

  private static void poll(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      consumer.poll(Duration.ofMillis(100));
    } catch (NoOffsetForPartitionException e) {
      // A new group: it commits its first offset next.
    }
  }

  private static void commit(KafkaConsumer<byte[], byte[]> consumer, long offset) {
    consumer.commitSync(
        Map.of(new TopicPartition(TOPIC, PARTITION), new OffsetAndMetadata(offset)));
  }
}
