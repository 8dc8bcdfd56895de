package io.factorscope.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.v1.Document;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransactionalStepTest {

  private static final AtomicInteger TESTS = new AtomicInteger();

  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final TopicNames topics = new TopicNames("t" + TESTS.incrementAndGet() + ".");
  private TransactionalWriter writer;

  @BeforeEach
  void prepare() throws InterruptedException {
    TopicSpecs specs = new TopicSpecs(topics, 2, OptionalLong.empty());
    Topics.ensure(
        broker.instance("test", "admin"),
        List.of(specs.texts(), specs.codes("d"), specs.deadLetters()));
    writer = new TransactionalWriter(broker.instance("writer", "0"), "texts", meters);
  }

  @AfterEach
  void closeDoor() {
    writer.close();
  }

  @Test
  void copiesEveryRecordOnceInOrderThoughTheWorkFails() throws InterruptedException {
    ingest(200);

    try (TransactionalStep step = step("0", new FlakyCopy())) {
      step.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> broker.read(topics.codes("d")).size() >= 200);
    }

    assertThat(ids(topics.codes("d"))).isEqualTo(ids(topics.texts())).hasSize(200);
    assertThat(meters.counter("factorscope.step.restarts", "step", "copy").count()).isPositive();
  }

  @Test
  void copiesEveryRecordOnceThoughTheBrokerIsKilled() throws Exception {
    try (TransactionalStep step = step("0", new Copy())) {
      step.start();
      for (int round = 0; round < 3; round++) {
        ingest(100);
        broker.kill();
        broker.restart();
      }
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> broker.read(topics.codes("d")).size() >= 300);
    }

    assertThat(ids(topics.codes("d"))).isEqualTo(ids(topics.texts())).hasSize(300);
  }

  @Test
  void twoReplicasShareTheWork() throws InterruptedException {
    try (TransactionalStep one = step("0", new Copy());
        TransactionalStep two = step("1", new Copy())) {
      one.start();
      two.start();
      ingest(100);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> broker.read(topics.codes("d")).size() >= 100);
    }

    assertThat(ids(topics.codes("d"))).isEqualTo(ids(topics.texts())).hasSize(100);
  }

  @Test
  void garbageBecomesDeadLettersAndNothingElseIsLost() throws InterruptedException {
    ingest(5);
    writer.commit(
        List.of(
            new OutputRecord(
                topics.texts(), 0, "x", io.factorscope.v1.Alias.getDefaultInstance(), 0)));
    ingest(5);

    try (TransactionalStep step = step("0", new Copy())) {
      step.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> broker.read(topics.codes("d")).size() >= 10);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> broker.read(topics.deadLetters()).size() == 1);
    }

    assertThat(meters.counter("factorscope.dead.letters", "step", "copy").count()).isEqualTo(1);
    assertThat(meters.counter("factorscope.records.in", "step", "copy").count()).isEqualTo(11);
    assertThat(meters.counter("factorscope.records.answered", "step", "copy").count())
        .isEqualTo(10);
  }

  @Test
  void whatATransactionLeavesComesWithTheNextOne() throws InterruptedException {
    ingest(60);
    try (TransactionalStep step = step("0", new SlowCopy())) {
      step.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> broker.read(topics.codes("d")).size() >= 60);
    }

    assertThat(ids(topics.codes("d"))).isEqualTo(ids(topics.texts())).hasSize(60);
    assertThat(meters.counter("factorscope.records.in", "step", "copy").count()).isEqualTo(60);
    assertThat(meters.counter("factorscope.step.restarts", "step", "copy").count()).isZero();
  }

  private TransactionalStep step(String name, Work work) {
    return new TransactionalStep(
        broker.instance("copy", name),
        topics.prefix() + "group",
        topics.texts(),
        work,
        new StepMetrics(meters, "copy"),
        topics);
  }

  private void ingest(int documents) throws InterruptedException {
    for (int i = 0; i < documents; i++) {
      String id = "d" + i;
      Document document = Document.newBuilder().setId(id).setText("text " + i).build();
      writer.commit(
          List.of(new OutputRecord(topics.texts(), Partitions.of(id, 2), id, document, 0)));
    }
  }

  private static List<String> ids(String topic) {
    return broker.read(topic).stream()
        .map(record -> record.partition() + new String(record.value(), UTF_8))
        .toList();
  }

  private class Copy implements Work {

    @Override
    public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
      return Math.min(7, waiting.size());
    }

    @Override
    public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        try {
          Document document =
              Headers.parse(record, Document.parser(), Document.getDefaultInstance());
          output.send(topics.codes("d"), record.partition(), document.getId(), document, 0);
        } catch (BadRecordException e) {
          output.deadLetter(record, e);
        }
      }
    }

    @Override
    public void deleted(DeletedRecords deleted, Output output) {
      throw new AssertionError(deleted.text());
    }
  }

  /** Finds its time over after two records. */
  private final class SlowCopy extends Copy {

    @Override
    public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
      int done = Math.min(2, records.size());
      super.process(records.subList(0, done), output);
      output.leave(records.size() - done);
    }
  }

  /** Fails in the middle of every fifth call, after it has given some output away. */
  private final class FlakyCopy extends Copy {

    private int calls;

    @Override
    public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
      super.process(records, output);
      if (++calls % 10 == 0) {
        throw new IllegalStateException("made to fail");
      }
    }
  }
}
