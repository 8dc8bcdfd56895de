package io.factorscope.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.factorscope.local.BrokerExtension;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Topics of a real broker, each of one partition, of which some records were deleted. */
class DeletedRecordsAuditTest {

  private static final int TOKENS = 3;

  @RegisterExtension private static final BrokerExtension broker = new BrokerExtension();

  private static Producer<byte[], byte[]> producer;

  private final TopicsUnderAudit topics = new TopicsUnderAudit(broker, 1);

  @BeforeAll
  static void start() {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
  }

  @BeforeEach
  void createTopics() throws Exception {
    topics.create();
  }

  @Test
  void textsDeletedUnreadAreLostOnceThoughBothStepsSaySo() throws Exception {
    texts(120);
    topics.deleteBefore(topics.texts(), 113);
    send(topics.states(), Messages.statesDeleted(topics.texts(), 0, 113));
    send(topics.codes(), Messages.codesDeleted(topics.texts(), 0, 113));
    answers(113, 120);

    AuditReport report = topics.once(null);

    assertThat(report.lost()).isEqualTo(113);
    assertThat(report.uncounted()).isZero();
    assertThat(report.clean()).isFalse();
    assertThat(report.documents()).isEqualTo(7);
    assertThat(report.findings())
        .containsExactly(
            "lost (113): offsets 0 to 112 of texts/0 were deleted before the embedder had read"
                + " them");
    assertThat(report.start())
        .singleElement()
        .asString()
        .contains("audited from texts offset 113", topics.texts() + " begins at 113");
    assertWrongOtherwise(report);
  }

  @Test
  void theSameCountsThoughTheStatesThatSaidSoAreGoneToo() throws Exception {
    texts(120);
    topics.deleteBefore(topics.texts(), 113);
    send(topics.states(), Messages.statesDeleted(topics.texts(), 0, 113));
    send(topics.codes(), Messages.codesDeleted(topics.texts(), 0, 113));
    answers(113, 120);
    topics.deleteBefore(topics.states(), 4);

    AuditReport report = topics.once(null);

    assertThat(report.lost()).isEqualTo(113);
    assertThat(report.uncounted()).isZero();
    assertWrongOtherwise(report);
  }

  @Test
  void textsThatAreGoneAndThatNobodyHasAnsweredAreNotCountedAndNotClean() throws Exception {
    texts(120);
    topics.deleteBefore(topics.texts(), 113);
    answers(113, 120);

    AuditReport report = topics.once(null);

    assertThat(report.lost()).isZero();
    assertThat(report.uncounted()).isEqualTo(113);
    assertThat(report.clean()).isFalse();
    assertThat(report.findings())
        .singleElement()
        .asString()
        .startsWith("not counted (113): texts/0 has lost offsets between 0 and 112 that no answer");
    assertWrongOtherwise(report);
  }

  @Test
  void textsDeletedWhenTheyWereAnsweredAreNoFinding() throws Exception {
    texts(40);
    answers(0, 40);
    topics.deleteBefore(topics.texts(), 30);

    AuditReport report = topics.once(null);

    assertThat(report.clean()).as("%s", report.findings()).isTrue();
    assertThat(report.documents()).isEqualTo(10);
    assertThat(report.start()).hasSize(1);
  }

  @Test
  void statesDeletedUnreadAreLostOnceThoughTheirTextsAreThere() throws Exception {
    texts(30);
    for (long document = 0; document < 30; document++) {
      send(topics.states(), Messages.states(0, document, TOKENS));
    }
    codes(0, 10);
    topics.deleteBefore(topics.states(), 25);
    send(topics.codes(), Messages.codesDeleted(topics.states(), 10, 25));
    codes(25, 30);

    AuditReport report = topics.once(null);

    assertThat(report.lost()).isEqualTo(15);
    assertThat(report.findings())
        .containsExactly(
            "lost (15): offsets 10 to 24 of hidden-states/0 were deleted before the coder had read"
                + " them");
    assertWrongOtherwise(report);
  }

  @Test
  void textsWithoutCodesAreLostThoughTheirStatesAreGone() throws Exception {
    texts(30);
    for (long document = 0; document < 30; document++) {
      send(topics.states(), Messages.states(0, document, TOKENS));
    }
    codes(0, 10);
    topics.deleteBefore(topics.states(), 25);
    codes(25, 30);

    AuditReport report = topics.once(null);

    assertThat(report.lost()).isEqualTo(15);
    assertThat(report.findings())
        .containsExactly("lost (15): codes of texts/0/10 and on: no answer");
  }

  @Test
  void statesDeletedUnreadWhileAnAuditFollowsAreLostAndNotPending() throws Exception {
    texts(5);
    for (long document = 0; document < 5; document++) {
      send(topics.states(), Messages.states(0, document, TOKENS));
    }
    codes(0, 2);
    AtomicBoolean stop = new AtomicBoolean();
    AuditReport report;
    try (Consumer<byte[], byte[]> consumer = topics.consumer()) {
      report =
          new AuditRun(consumer, topics.names(), null, 0)
              .follow(stop::get, progress -> deleteWhenRead(progress, stop));
    }

    assertThat(report.pending()).isZero();
    assertThat(report.lost()).isEqualTo(3);
  }

  private void deleteWhenRead(AuditProgress progress, AtomicBoolean stop) {
    if (progress.pending() == 3 && progress.behind() == 0) {
      String states = topics.states();
      topics.deleteBefore(states, 5);
      send(topics.codes(), Messages.codesDeleted(states, 2, 5));
    }
    stop.set(progress.settled());
  }

  @Test
  void aRangeOfAnotherTopicIsMalformed() throws Exception {
    texts(1);
    send(topics.codes(), Messages.codesDeleted("another", 0, 5));
    send(topics.codes(), Messages.codesDeleted(topics.texts(), 5, 5));

    AuditReport report = topics.once(null);

    assertThat(report.malformed()).isEqualTo(2);
    assertThat(report.lost()).isZero();
    assertThat(report.findings().getFirst()).contains("no_vectors.deleted.topic: is another");
    assertThat(report.findings().getLast()).contains("no_vectors.deleted: is [5, 5)");
  }

  private static void assertWrongOtherwise(AuditReport report) {
    assertThat(report.doubled() + report.outOfOrder() + report.malformed() + report.pending())
        .as("%s", report.findings())
        .isZero();
  }

  private void texts(int count) {
    for (int i = 0; i < count; i++) {
      send(topics.texts(), Messages.document("d" + i));
    }
  }

  private void answers(long first, long end) {
    for (long document = first; document < end; document++) {
      send(topics.states(), Messages.states(0, document, TOKENS));
    }
    codes(first, end);
  }

  private void codes(long first, long end) {
    for (long document = first; document < end; document++) {
      send(topics.codes(), Messages.codes(0, document, TOKENS));
    }
  }

  private static void send(String topic, Message message) {
    var unused = producer.send(TopicsUnderAudit.record(topic, 0, message));
    producer.flush();
  }
}
