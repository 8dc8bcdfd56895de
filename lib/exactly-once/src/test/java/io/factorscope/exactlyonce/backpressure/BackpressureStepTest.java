package io.factorscope.exactlyonce.backpressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.DeletedRecords;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.Output;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.StepMetrics;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpec;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.TransactionalStep;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.exactlyonce.Work;
import io.factorscope.v1.Document;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps that wait for their readers, on a real broker. */
class BackpressureStepTest {

  private static final int LARGE = 800_000;
  private static final int SMALL = 400_000;

  /** What a step may hold before it stops fetching, and one more answer to a fetch. */
  private static final long MAX_HELD = (24L + 16L + 1L) << 20;

  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void whileItSaysNotNowTheStepStaysInItsGroupAndItsMemoryBounded() throws InterruptedException {
    TopicNames topics = topics("not-now.", Map.of());
    AtomicBoolean pressed = new AtomicBoolean(true);
    Witness work = new Witness(topics, pressed::get);
    // A step that blocked for longer than this would be thrown out of its group.
    Instance impatient =
        new Instance(
            broker.bootstrapServers(),
            "copy",
            "test",
            "0",
            Map.of("max.poll.interval.ms", "4000", "session.timeout.ms", "6000"));
    StepMetrics metrics = new StepMetrics(meters, "copy");
    try (TransactionalStep step =
        new TransactionalStep(impatient, "not-now", topics.texts(), work, metrics, topics)) {
      step.start();
      await().atMost(Duration.ofSeconds(30)).until(step::ready);
      long started = System.nanoTime();
      ingest(topics, 0, 150, LARGE);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> lag() >= 150 && System.nanoTime() - started > 8_000_000_000L);
      assertThat(work.asked).hasValueGreaterThan(20);
      assertThat(work.mostHeld)
          .satisfies(held -> assertThat(held.get()).isBetween((long) LARGE, MAX_HELD));
      assertThat(broker.read(topics.codes("d"))).isEmpty();

      pressed.set(false);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> broker.read(topics.codes("d")).size() >= 150);
    }

    assertThat(ids(topics.codes("d"))).isEqualTo(numbers(150));
    assertThat(work.mostHeld).hasValueLessThanOrEqualTo(MAX_HELD);
    assertThat(meters.counter("factorscope.step.restarts", "step", "copy").count()).isZero();
  }

  @Test
  void aStepThatSaysNotNowStopsAtOnce() throws InterruptedException {
    TopicNames topics = topics("stop.", Map.of());
    Witness work = new Witness(topics, () -> true);
    StepMetrics metrics = new StepMetrics(meters, "copy");
    ingest(topics, 0, 1, SMALL);
    TransactionalStep step =
        new TransactionalStep(
            broker.instance("copy", "1"), "stop", topics.texts(), work, metrics, topics);
    step.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> work.asked.get() > 0);

    long started = System.nanoTime();
    step.close();

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    assertThat(step.problem()).contains("is stopped");
  }

  /** The middle topic keeps 20 MB, and 30 MB pass through it. */
  @Test
  void aReaderThatStopsForAWhileLosesNothing() throws InterruptedException {
    long limit = 20_000_000;
    TopicNames topics =
        topics("small.", Map.of("retention.bytes", "" + limit, "segment.bytes", "1048576"));
    String states = topics.hiddenStates("m");
    Readers readers = GroupReaders.under(topics.hiddenStates("m"), "small.coder.");
    try (Backpressure backpressure =
            new Backpressure(broker.instance("embedder", "p"), states, readers, meters);
        TransactionalStep writer =
            new TransactionalStep(
                broker.instance("embedder", "0"),
                "small.embedder",
                topics.texts(),
                new BackpressureWork(
                    new SlowForward(states), backpressure::applies, Optional.empty()),
                new StepMetrics(meters, "embedder"),
                topics)) {
      writer.start();
      ingest(topics, 0, 5, SMALL);
      codeUntilAnswered(topics, 5);
      ingest(topics, 5, 75, SMALL);

      await().atMost(Duration.ofSeconds(60)).until(backpressure::applies);
      int paused = awaitStandstill(states);
      assertThat(paused).isLessThan(75);
      assertThat((long) paused * SMALL).isBetween(limit / 2, limit);
      assertThat(broker.read(states).getFirst().offset()).isZero();

      codeUntilAnswered(topics, 75);
    }

    assertThat(ids(topics.codes("d"))).isEqualTo(numbers(75));
    assertThat(meters.counter("factorscope.records.lost", "step", "code").count()).isZero();
    assertThat(meters.counter("factorscope.records.in", "step", "code").count()).isEqualTo(75);
  }

  /** Runs the reader of the middle topic until so many records are answered, then stops it. */
  private void codeUntilAnswered(TopicNames topics, int answers) {
    try (TransactionalStep reader =
        new TransactionalStep(
            broker.instance("coder", "0"),
            "small.coder.d",
            topics.hiddenStates("m"),
            new Witness(topics, () -> false),
            new StepMetrics(meters, "code"),
            topics)) {
      reader.start();
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> broker.read(topics.codes("d")).size() >= answers);
    }
  }

  private double lag() {
    return meters.get("factorscope.lag").tag("step", "copy").gauge().value();
  }

  private static TopicNames topics(String prefix, Map<String, String> settings)
      throws InterruptedException {
    TopicNames topics = new TopicNames(prefix);
    Topics.ensure(
        broker.instance("test", "admin"),
        List.of(
            new TopicSpec(topics.texts(), 1, Map.of()),
            new TopicSpec(topics.hiddenStates("m"), 1, settings),
            new TopicSpec(topics.codes("d"), 1, Map.of()),
            new TopicSpec(topics.deadLetters(), 1, Map.of())));
    return topics;
  }

  private void ingest(TopicNames topics, int first, int end, int bytes)
      throws InterruptedException {
    try (TransactionalWriter writer =
        new TransactionalWriter(broker.instance("writer", "0"), "texts", meters)) {
      for (int i = first; i < end; i++) {
        Document document = Document.newBuilder().setId("" + i).setText("x".repeat(bytes)).build();
        writer.commit(List.of(new OutputRecord(topics.texts(), 0, "" + i, document, 0)));
      }
    }
  }

  /** Waits until no record has come for three seconds; answers how many there are. */
  private static int awaitStandstill(String topic) {
    AtomicInteger records = new AtomicInteger(broker.read(topic).size());
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(3))
        .until(() -> records.get() == records.getAndSet(broker.read(topic).size()));
    return records.get();
  }

  private static List<String> ids(String topic) {
    return broker.read(topic).stream().map(BackpressureStepTest::id).toList();
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static Document document(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Headers.parse(record, Document.parser(), Document.getDefaultInstance());
    } catch (BadRecordException e) {
      throw new AssertionError(e);
    }
  }

  private static String id(ConsumerRecord<byte[], byte[]> record) {
    return document(record).getId();
  }

  /** Answers records by their ids, and remembers how much the step held when it asked. */
  private static final class Witness implements Work {

    private final String codes;
    private final BooleanSupplier pressed;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong mostHeld = new AtomicLong();

    Witness(TopicNames topics, BooleanSupplier pressed) {
      this.codes = topics.codes("d");
      this.pressed = pressed;
    }

    @Override
    public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
      asked.incrementAndGet();
      long held = waiting.stream().mapToLong(ConsumerRecord::serializedValueSize).sum();
      mostHeld.accumulateAndGet(held, Math::max);
      return pressed.getAsBoolean() ? NOT_NOW : Math.min(10, waiting.size());
    }

    @Override
    public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        Document answer = Document.newBuilder().setId(id(record)).build();
        output.send(codes, record.partition(), answer.getId(), answer, 0);
      }
    }

    @Override
    public void deleted(DeletedRecords deleted, Output output) {
      throw new AssertionError(deleted.text());
    }
  }

  /** Sends records on, one in a while, as a model would. */
  private record SlowForward(String topic) implements Work {

    private static final long NANOS = 100_000_000;

    @Override
    public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
      return 1;
    }

    @Override
    public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
      LockSupport.parkNanos(NANOS);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        output.send(topic, record.partition(), id(record), document(record), 0);
      }
    }

    @Override
    public void deleted(DeletedRecords deleted, Output output) {
      throw new AssertionError(deleted.text());
    }
  }
}
