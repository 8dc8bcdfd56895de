package io.factorscope.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.local.BrokerExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The audit of topics of a real broker, each test with topics of its own. */
class AuditRunTest {

  private static final int PARTITIONS = 2;
  private static final int TOKENS = 3;

  @RegisterExtension private static final BrokerExtension broker = new BrokerExtension();

  @TempDir static Path folder;

  private static Producer<byte[], byte[]> producer;

  /** When the broker was suspended, on the clock of {@link System#nanoTime}; 0 if it was not. */
  private volatile long suspended;

  private final TopicsUnderAudit topics = new TopicsUnderAudit(broker, PARTITIONS);

  @BeforeAll
  static void start() {
    Instance writer = new Instance(broker.bootstrapServers(), "writer", "test", "0", Map.of());
    producer = new KafkaProducer<>(Clients.producer(writer, "writer"));
    producer.initTransactions();
  }

  @AfterAll
  static void stop() {
    producer.close();
  }

  @Test
  void markersAndAbortedTransactionsAreNoFindings() throws Exception {
    topics.create();
    stream(20, true);

    AuditReport report = topics.once(null);

    assertThat(report.clean()).as("%s", report.findings()).isTrue();
    assertThat(report.documents()).isEqualTo(20);
    assertThat(report.codes()).isEqualTo(120);
    assertThat(report.pending()).isZero();
    assertThat(report.start()).isEmpty();
  }

  @Test
  void aDoubledRecordIsFoundThoughItsTransactionIsWhole() throws Exception {
    topics.create();
    List<Long> offsets = stream(6, false);
    commit(topics.codes(), 0, Messages.codes(0, offsets.getFirst(), TOKENS));

    AuditReport report = topics.once(null);

    assertThat(report.doubled()).isEqualTo(6);
    assertThat(report.lost()).isZero();
  }

  @Test
  void whatWasNotAnsweredYetIsPending() throws Exception {
    topics.create();
    stream(4, false);
    commit(topics.texts(), 0, Messages.document("late"));

    AuditReport report = topics.once(null);

    assertThat(report.clean()).isTrue();
    assertThat(report.pending()).isEqualTo(1);
  }

  /** More than the audit keeps open before it lets the answers catch up. */
  @Test
  void endsThoughVeryManyDocumentsAreNotAnswered() throws Exception {
    topics.create();
    producer.beginTransaction();
    for (int i = 0; i < 21_000; i++) {
      var unused =
          producer.send(TopicsUnderAudit.record(topics.texts(), 0, Messages.document("d" + i)));
    }
    producer.flush();
    producer.commitTransaction();

    AuditReport report = topics.once(null);

    assertThat(report.pending()).isEqualTo(21_000);
  }

  @Test
  void followsUntilStoppedAndResumesFromItsCheckpoint() throws Exception {
    topics.create();
    Path checkpoint = folder.resolve(topics.names().names().prefix() + "json");
    stream(10, true);
    long open = commit(topics.texts(), 0, Messages.document("open"));

    AuditReport first = follow(checkpoint, 60);

    commit(topics.states(), 0, Messages.states(0, open, TOKENS));
    commit(topics.codes(), 0, Messages.codes(0, open, TOKENS));
    AuditReport second = topics.once(checkpoint);

    assertThat(first.clean()).as("%s", first.findings()).isTrue();
    assertThat(first.pending()).isEqualTo(1);
    assertThat(second.clean()).as("%s", second.findings()).isTrue();
    assertThat(second.pending()).isZero();
    assertThat(second.documents()).isEqualTo(1);
    assertThat(second.start()).hasSize(2).first().asString().contains("where the last audit ended");
  }

  @Test
  void aBrokerThatIsAwayDoesNotKeepAStopWaiting() throws Exception {
    topics.create();
    stream(10, false);
    AtomicBoolean stop = new AtomicBoolean();

    try (Consumer<byte[], byte[]> consumer = topics.consumer()) {
      AuditRun run = new AuditRun(consumer, topics.names(), null, 0);
      Duration waited;
      AuditReport report;
      try {
        report = run.follow(stop::get, progress -> suspendWhenAllIsRead(progress, stop));
        waited = Duration.ofNanos(System.nanoTime() - suspended);
      } finally {
        signal("CONT");
      }
      assertThat(report.clean()).as("%s", report.findings()).isTrue();
      assertThat(report.codes()).isEqualTo(60);
      assertThat(waited).isLessThan(Duration.ofSeconds(25));
    }
  }

  /** The stop comes in the midst of a question to the broker, two seconds later. */
  private void suspendWhenAllIsRead(AuditProgress progress, AtomicBoolean stop) {
    if (suspended == 0 && progress.behind() == 0 && progress.codes() == 60) {
      signal("STOP");
      suspended = System.nanoTime();
      Thread.ofVirtual()
          .start(
              () -> {
                LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                stop.set(true);
              });
    }
  }

  private static void signal(String name) {
    try {
      String pid = Long.toString(broker.handle().pid());
      assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void beginsWhereRetentionHasLeftDocumentsWhole() throws Exception {
    topics.create();
    List<Long> offsets = stream(10, false);
    topics.deleteBefore(topics.states(), 4);

    AuditReport report = topics.once(null);

    assertThat(report.clean()).as("%s", report.findings()).isTrue();
    assertThat(report.documents()).isEqualTo(8);
    assertThat(report.start())
        .anySatisfy(
            note ->
                assertThat(note)
                    .contains("partition 0: audited from texts offset " + offsets.get(2))
                    .contains(topics.texts() + " begins at 0")
                    .contains(topics.states() + " begins at 4"));
  }

  @Test
  void missingTopicsNameTheRemedy() {
    assertThatThrownBy(() -> topics.once(null))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("texts: is missing; check --model");
  }

  private AuditReport follow(Path checkpoint, long codes) {
    AtomicBoolean stop = new AtomicBoolean();
    try (Consumer<byte[], byte[]> consumer = topics.consumer()) {
      return new AuditRun(consumer, topics.names(), checkpoint, 0)
          .follow(
              stop::get, progress -> stop.set(progress.behind() == 0 && progress.codes() == codes));
    }
  }

  private List<Long> stream(int documents, boolean withAborted) throws Exception {
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      int partition = i % PARTITIONS;
      long offset = commit(topics.texts(), partition, Messages.document("d" + i));
      if (withAborted) {
        write(topics.states(), partition, Messages.states(partition, offset, TOKENS), false);
        write(topics.texts(), partition, Messages.document("aborted"), false);
      }
      commit(topics.states(), partition, Messages.states(partition, offset, TOKENS));
      commit(topics.codes(), partition, Messages.codes(partition, offset, TOKENS));
      if (partition == 0) {
        offsets.add(offset);
      }
    }
    return offsets;
  }

  private static long commit(String topic, int partition, Message message) throws Exception {
    return write(topic, partition, message, true);
  }

  private static long write(String topic, int partition, Message message, boolean commit)
      throws Exception {
    producer.beginTransaction();
    long offset = producer.send(TopicsUnderAudit.record(topic, partition, message)).get().offset();
    if (commit) {
      producer.commitTransaction();
    } else {
      producer.abortTransaction();
    }
    return offset;
  }
}
