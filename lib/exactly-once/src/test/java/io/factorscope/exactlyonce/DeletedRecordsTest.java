package io.factorscope.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.v1.Deleted;
import io.factorscope.v1.Document;
import io.factorscope.v1.NoVectors;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real broker: somebody deletes what a step has not read. */
class DeletedRecordsTest {

  private static final AtomicInteger TESTS = new AtomicInteger();
  private static final String GROUP = "group";

  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final TopicNames topics = new TopicNames("deleted" + TESTS.incrementAndGet() + ".");

  @Test
  void recordsDeletedUnreadAreAnsweredOnceWithTheirRangeThoughTheStepFails() throws Exception {
    prepare();
    ingest(0, 10);
    runUntil(10, new Copy());
    ingest(10, 40);
    deleteBefore(30);

    runUntil(21, new FailingCopy());

    List<String> answers = new ArrayList<>(ids(0, 10));
    answers.add("deleted 10 to 30");
    answers.addAll(ids(30, 40));
    assertThat(answers()).isEqualTo(answers);
    assertThat(lost()).isEqualTo(20);
    assertThat(meters.counter("factorscope.step.restarts", "step", "copy").count()).isEqualTo(1);

    ingest(40, 45);
    runUntil(26, new Copy());
    answers.addAll(ids(40, 45));
    assertThat(answers()).isEqualTo(answers);
    assertThat(lost()).isEqualTo(20);
  }

  /** So many large records that a step which has to wait does not fetch them all. */
  @Test
  void whatWasFetchedBeforeIsAnsweredBeforeWhatWasDeletedBehindIt() throws Exception {
    prepare();
    ingest(0, 100, "x".repeat(800_000));
    Copy copy = new Copy();
    copy.waits = true;
    try (TransactionalStep step = step(copy)) {
      step.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> copy.seen > 20);
      await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
      deleteBefore(95);
      copy.waits = false;
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !answers().isEmpty() && answers().getLast().equals("99"));
    }

    int fetched = answers().size() - 6;
    List<String> answers = new ArrayList<>(ids(0, fetched));
    answers.add("deleted " + fetched + " to 95");
    answers.addAll(ids(95, 100));
    assertThat(fetched).isBetween(20, 90);
    assertThat(answers()).isEqualTo(answers);
    assertThat(lost()).isEqualTo(95 - fetched);
  }

  @Test
  void whenAllIsDeletedTheAnswerDoesNotWaitForMore() throws Exception {
    prepare();
    ingest(0, 5);
    runUntil(5, new Copy());
    ingest(5, 12);
    deleteBefore(12);

    runUntil(6, new Copy());

    assertThat(answers().getLast()).isEqualTo("deleted 5 to 12");
  }

  @Test
  void aReplicaThatTakesThePartitionOverSaysItOnce() throws Exception {
    prepare();
    ingest(0, 5);
    runUntil(5, new Copy());
    ingest(5, 12);
    deleteBefore(9);
    Copy blocked = new Copy();
    blocked.blocked = true;
    try (TransactionalStep one = step(blocked)) {
      one.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> blocked.seen > 0);
    }

    runUntil(9, new Copy());

    List<String> answers = new ArrayList<>(ids(0, 5));
    answers.add("deleted 5 to 9");
    answers.addAll(ids(9, 12));
    assertThat(answers()).isEqualTo(answers);
    assertThat(lost()).isEqualTo(4);
  }

  private void prepare() throws InterruptedException {
    TopicSpecs specs = new TopicSpecs(topics, 1, OptionalLong.empty());
    Topics.ensure(
        broker.instance("test", "admin"),
        List.of(specs.texts(), specs.codes("d"), specs.deadLetters()));
    GroupPlace.take(broker.instance("copy", "0"), topics.prefix() + GROUP, topics.texts());
  }

  private void runUntil(int answers, Work work) {
    try (TransactionalStep step = step(work)) {
      step.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> answers().size() >= answers);
    }
  }

  private TransactionalStep step(Work work) {
    return new TransactionalStep(
        broker.instance("copy", "0"),
        topics.prefix() + GROUP,
        topics.texts(),
        work,
        new StepMetrics(meters, "copy"),
        topics);
  }

  /** Without transactions, so that offsets are those of records alone. */
  private void ingest(int first, int end) {
    ingest(first, end, "");
  }

  private void ingest(int first, int end, String text) {
    PlainProducer.send(
        broker,
        topics.texts(),
        "key",
        IntStream.range(first, end)
            .mapToObj(i -> Document.newBuilder().setId("" + i).setText(text).build())
            .toList());
  }

  private void deleteBefore(long offset) throws Exception {
    try (Admin admin = Admin.create(Clients.admin(broker.instance("test", "admin")))) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topics.texts(), 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  private double lost() {
    return meters.counter("factorscope.records.lost", "step", "copy").count();
  }

  private static List<String> ids(int first, int end) {
    return IntStream.range(first, end).mapToObj(Integer::toString).toList();
  }

  private List<String> answers() {
    return broker.read(topics.codes("d")).stream().map(DeletedRecordsTest::answer).toList();
  }

  private static String answer(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Headers.parse(record, Document.parser(), Document.getDefaultInstance()).getId();
    } catch (BadRecordException e) {
      throw new AssertionError(e);
    }
  }

  private class Copy implements Work {

    private volatile boolean waits;
    private volatile boolean blocked;
    private volatile int seen;

    @Override
    public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
      seen = waiting.size();
      return waits || blocked ? NOT_NOW : Math.min(3, waiting.size());
    }

    @Override
    public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        send(answer(record), output);
      }
    }

    @Override
    public void deleted(DeletedRecords deleted, Output output) {
      if (blocked) {
        seen = 1;
        throw new IllegalStateException("made to fail");
      }
      NoVectors answer = DeletedAnswer.of(deleted);
      Deleted range = answer.getDeleted();
      assertThat(answer.getReason()).isEqualTo(NoVectors.Reason.DELETED);
      assertThat(range.getTopic()).isEqualTo(topics.texts());
      send("deleted " + range.getFirst() + " to " + range.getEnd(), output);
    }

    private void send(String id, Output output) {
      output.send(topics.codes("d"), 0, id, Document.newBuilder().setId(id).build(), 0);
    }
  }

  /** Fails after its first answer for deleted records. */
  private final class FailingCopy extends Copy {

    private boolean failed;

    @Override
    public void deleted(DeletedRecords deleted, Output output) {
      super.deleted(deleted, output);
      if (!failed) {
        failed = true;
        throw new IllegalStateException("made to fail");
      }
    }
  }
}
