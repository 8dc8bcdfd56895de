package io.factorscope.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.KeptTimes;
import io.factorscope.exactlyonce.PlainProducer;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.Deleted;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.NoVectors;
import io.factorscope.versions.VersionServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole coder on a real broker, in whose topics records are deleted. */
class DeletedStatesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private static VersionServer dictionaries;
  private static PlantedStates planted;

  private final MeterRegistry meters = new SimpleMeterRegistry();

  @BeforeAll
  static void start() throws Exception {
    planted = new PlantedStates();
    dictionaries = new VersionServer(planted.header(), planted.atomValues());
  }

  @AfterAll
  static void stop() {
    dictionaries.close();
  }

  @Test
  void statesDeletedBeforeTheyWereReadAreAnsweredSoInCodes() throws Exception {
    TopicSpecs topics = topics("deleted.", KeptTimes.DEFAULT);
    send(topics, batches(0, 5));
    runUntilAnswered(topics, 5);
    send(topics, batches(5, 12));
    deleteBefore(topics.hiddenStates("planted").name(), 9);
    runUntilAnswered(topics, 9);

    List<CodeBatch> answers = codes(topics);
    CodeBatch said = answers.get(5);
    assertThat(said.getNoVectors().getReason()).isEqualTo(NoVectors.Reason.DELETED);
    assertThat(said.getNoVectors().getDeleted())
        .isEqualTo(
            Deleted.newBuilder()
                .setTopic("deleted.hidden-states.planted")
                .setFirst(5)
                .setEnd(9)
                .build());
    assertThat(said.getModel()).isEqualTo(PlantedStates.MODEL);
    assertThat(said.getDictionary()).isEqualTo(planted.header().getId());
    answers.remove(said);
    assertThat(answers.stream().map(answer -> answer.getDocument().getOffset()))
        .containsExactly(0L, 1L, 2L, 3L, 4L, 9L, 10L, 11L);
    assertThat(meters.counter("factorscope.records.lost", "step", "code").count()).isEqualTo(4);
  }

  @Test
  void whatTheEmbedderSaysOfDeletedTextsIsPassedOn() throws Exception {
    TopicSpecs topics = topics("passed.", KeptTimes.DEFAULT);
    HiddenStateBatch.Builder said = planted.batch(0, 7, 1).clearSlices().clearStates();
    said.getNoVectorsBuilder()
        .setReason(NoVectors.Reason.DELETED)
        .getDeletedBuilder()
        .setTopic("passed.texts")
        .setFirst(7)
        .setEnd(20);
    send(topics, List.of(said.build()));
    runUntilAnswered(topics, 1);

    assertThat(codes(topics).getFirst().getNoVectors()).isEqualTo(said.getNoVectors());
  }

  @Test
  void evidenceThatACheckpointIncludesGoesAfterItsTimeAndNoOther() throws Exception {
    Duration soon = Duration.ofSeconds(1);
    TopicSpecs topics = topics("evidence.", new KeptTimes(soon, soon, Duration.ofHours(1), soon));
    String evidence = topics.evidence().name();
    checkpoint(topics, "planted", 0);
    checkpoint(topics, "another", 7);
    send(topics, batches(0, 60));
    try (RunningCoder service = service(topics)) {
      await().atMost(PATIENCE).until(() -> codes(topics).size() == 60);
      assertThat(broker.read(evidence)).hasSizeGreaterThan(20);
      checkpoint(topics, "planted", 11);
      await().atMost(PATIENCE).until(() -> broker.beginning(evidence) == 7);
      checkpoint(topics, "another", 20);
      await().atMost(PATIENCE).until(() -> broker.beginning(evidence) == 11);
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(5))
          .until(() -> broker.beginning(evidence) == 11);
      assertThat(codes(topics)).hasSize(60);
      assertThat(service.problem()).isEmpty();
    }
    assertThat(meters.counter("factorscope.records.expired", "topic", evidence).count())
        .isEqualTo(11);
  }

  private static TopicSpecs topics(String prefix, KeptTimes kept) throws InterruptedException {
    TopicSpecs topics = new TopicSpecs(new TopicNames(prefix), 1, OptionalLong.empty(), kept);
    Topics.ensure(
        broker.instance("test", "0"),
        List.of(topics.hiddenStates("planted"), topics.dictionaryCheckpoints()));
    return topics;
  }

  private static void checkpoint(TopicSpecs topics, String dictionary, long nextEvidence) {
    LearnerCheckpoint checkpoint =
        LearnerCheckpoint.newBuilder()
            .setDictionary(dictionary)
            .setParts(1)
            .setVersion(1)
            .setNextEvidence(nextEvidence)
            .build();
    String topic = topics.dictionaryCheckpoints().name();
    PlainProducer.send(broker, topic, dictionary + "/0", List.<Message>of(checkpoint));
  }

  private static List<HiddenStateBatch> batches(long first, long end) {
    return LongStream.range(first, end)
        .mapToObj(offset -> planted.batch(0, offset, 20).build())
        .toList();
  }

  private static void send(TopicSpecs topics, List<HiddenStateBatch> batches) {
    PlainProducer.send(broker, topics.hiddenStates("planted").name(), "key", batches);
  }

  private static void deleteBefore(String topic, long offset) throws Exception {
    try (Admin admin = Admin.create(Clients.admin(broker.instance("test", "0")))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  private void runUntilAnswered(TopicSpecs topics, int answers) {
    try (RunningCoder service = service(topics)) {
      await()
          .atMost(PATIENCE)
          .until(() -> service.problem().isEmpty() && codes(topics).size() >= answers);
    }
  }

  private RunningCoder service(TopicSpecs topics) {
    return new RunningCoder(
        broker.instance("coder", topics.names().prefix()),
        topics,
        new CoderSettings("planted", "planted", dictionaries.endpoint(), 2),
        meters);
  }

  private static List<CodeBatch> codes(TopicSpecs topics) throws BadRecordException {
    List<CodeBatch> codes = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(topics.codes("planted").name())) {
      codes.add(Headers.parse(record, CodeBatch.parser(), CodeBatch.getDefaultInstance()));
    }
    return codes;
  }
}
