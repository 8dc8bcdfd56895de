package io.factorscope.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.versions.VersionServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** On a real broker: a learner whose checkpoint stays behind, and then catches up. */
class SlowLearnerTest {

  private static final int LIMIT = 100_000;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TopicSpecs topics =
      new TopicSpecs(new TopicNames("slow."), 1, OptionalLong.empty());
  private final PlantedStates planted = new PlantedStates();

  @Test
  void theCoderWaitsWhileTooMuchEvidenceIsBehindTheCheckpoint() throws Exception {
    try (TestBroker broker = TestBroker.start();
        VersionServer dictionaries = new VersionServer(planted.header(), planted.atomValues());
        TransactionalWriter writer =
            new TransactionalWriter(broker.instance("writer", "0"), "states", meters)) {
      Topics.ensure(
          broker.instance("test", "0"),
          List.of(
              topics.hiddenStates("planted"), topics.dictionaryCheckpoints(), topics.evidence()));
      checkpoint(writer, 0);
      try (RunningCoder service = service(broker, dictionaries)) {
        send(writer, 0, 150);
        awaitAnswers(broker, 150);
        limit(broker);
        await().atMost(Duration.ofSeconds(30)).until(() -> unread() > 0.5);

        send(writer, 150, 200);
        await()
            .during(Duration.ofSeconds(4))
            .atMost(Duration.ofSeconds(20))
            .until(() -> answers(broker).size() == 150);
        assertThat(service.problem()).isEmpty();

        checkpoint(writer, evidenceEnd(broker));
        awaitAnswers(broker, 200);
      }
      assertThat(answers(broker).stream().map(SlowLearnerTest::offset))
          .containsExactlyElementsOf(LongStream.range(0, 200).boxed().toList());
    }
  }

  /** The evidence may take so much from now on; what there is takes more than half of it. */
  private void limit(TestBroker broker) throws Exception {
    ConfigResource evidence =
        new ConfigResource(ConfigResource.Type.TOPIC, topics.evidence().name());
    AlterConfigOp set =
        new AlterConfigOp(new ConfigEntry("retention.bytes", "" + LIMIT), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.incrementalAlterConfigs(Map.of(evidence, List.of(set))).all().get();
    }
  }

  private RunningCoder service(TestBroker broker, VersionServer dictionaries) {
    return new RunningCoder(
        broker.instance("coder", "0"),
        topics,
        new CoderSettings("planted", "planted", dictionaries.endpoint(), 2),
        meters);
  }

  private double unread() {
    return meters.get("factorscope.unread.share").tag("topic", "slow.evidence").gauge().value();
  }

  private void checkpoint(TransactionalWriter writer, long nextEvidence)
      throws InterruptedException {
    LearnerCheckpoint checkpoint =
        LearnerCheckpoint.newBuilder()
            .setDictionary("planted")
            .setParts(1)
            .setVersion(1)
            .setNextEvidence(nextEvidence)
            .build();
    writer.commit(
        List.of(
            new OutputRecord(
                topics.dictionaryCheckpoints().name(), 0, "planted/0", checkpoint, 0)));
  }

  private void send(TransactionalWriter writer, int first, int end) throws InterruptedException {
    List<OutputRecord> records =
        LongStream.range(first, end)
            .mapToObj(offset -> planted.batch(0, offset, 20).build())
            .map(this::record)
            .toList();
    writer.commit(records);
  }

  private OutputRecord record(HiddenStateBatch batch) {
    return new OutputRecord(
        topics.hiddenStates("planted").name(), 0, "key", batch, batch.getStates().getRows());
  }

  private void awaitAnswers(TestBroker broker, int count) {
    await().atMost(Duration.ofSeconds(60)).until(() -> answers(broker).size() >= count);
  }

  private List<ConsumerRecord<byte[], byte[]>> answers(TestBroker broker) {
    return broker.read(topics.codes("planted").name());
  }

  private long evidenceEnd(TestBroker broker) {
    return broker.read(topics.evidence().name()).getLast().offset() + 1;
  }

  private static long offset(ConsumerRecord<byte[], byte[]> answer) {
    try {
      return Headers.parse(answer, CodeBatch.parser(), CodeBatch.getDefaultInstance())
          .getDocument()
          .getOffset();
    } catch (BadRecordException e) {
      throw new AssertionError(e);
    }
  }
}
