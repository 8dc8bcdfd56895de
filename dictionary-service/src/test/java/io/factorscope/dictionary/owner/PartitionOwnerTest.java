package io.factorscope.dictionary.owner;

import static io.factorscope.dictionary.owner.LearningFixture.LONG;
import static io.factorscope.dictionary.owner.LearningFixture.hashes;
import static io.factorscope.dictionary.owner.LearningFixture.live;
import static io.factorscope.dictionary.owner.LearningFixture.newest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.TransactionalProducer;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.Alias;
import io.factorscope.v1.DeadLetter;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.ChunkedVersion;
import io.factorscope.versions.VersionBook;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartitionOwnerTest {

  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private TransactionalWriter writer;

  @BeforeEach
  void openDoor() {
    writer = new TransactionalWriter(broker.instance("writer", "0"), "evidence", meters);
  }

  @AfterEach
  void closeDoor() {
    writer.close();
  }

  @Test
  void whatCantBeReadGetsOneDeadLetterAndChangesNothing() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "garbage.");
    StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
    try (DictionaryService first = fixture.service("0", meters)) {
      new StreamOfStates(broker, fixture.topics).send(30);
      learnAndSpoil(stream, fixture.topics, first.book());
    }
    try (DictionaryService second = fixture.service("0", meters)) {
      await().atMost(LONG).until(() -> newest(second.book()) > 1);
      learnAndSpoil(stream, fixture.topics, second.book());
    }
    // What it reads again from the checkpoint on, and all of the compacted topics, has its letter.
    try (DictionaryService last = fixture.service("0", meters)) {
      await().atMost(LONG).until(() -> letters(fixture).size() == 10);
      assertThat(hashes(last.book().after("small", 0, 1000)))
          .isEqualTo(hashes(fixture.replay(last.book())))
          .hasSizeGreaterThan(2);
      await()
          .atMost(LONG)
          .until(() -> meters.counter("factorscope.dead.letters", "step", "learn").count() == 10);
    }
    assertThat(letters(fixture).stream().map(PartitionOwnerTest::place).distinct()).hasSize(10);
    assertThat(letters(fixture).stream().map(DeadLetter::getReason))
        .containsOnly(
            "header type: is factorscope.v1.Alias, must be factorscope.v1.Evidence",
            "model: is another, which is not that of the dictionary",
            "key: is small/1/header, must be small/7/header",
            "header type: is factorscope.v1.DeadLetter, which garbage.dictionary-versions does not hold",
            "header type: is factorscope.v1.Alias, must be factorscope.v1.LearnerCheckpoint");
  }

  /** As after a night without text: what the last checkpoint would read next is gone. */
  @Test
  void evidenceThatRetentionDeletedIsCountedAndLearningGoesOn() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "deleted.");
    StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
    try (DictionaryService first = fixture.service("0", meters)) {
      new StreamOfStates(broker, fixture.topics).send(30);
      ChunkedVersion live = live(first.book());
      while (newest(first.book()) < 2) {
        stream.send(1, live);
        await().atMost(LONG).until(() -> gauge("factorscope.lag") == 0);
      }
      stream.send(3, live);
      await().atMost(LONG).until(() -> gauge("factorscope.lag") == 0);
    }
    fixture.deleteEvidence();
    MeterRegistry fresh = new SimpleMeterRegistry();
    try (DictionaryService second = fixture.service("0", fresh)) {
      await().atMost(LONG).until(() -> fresh.counter("factorscope.evidence.lost").count() >= 3);
      stream.send(20, live(second.book()));
      await().atMost(LONG).until(() -> newest(second.book()) > 2);
    }
  }

  /** As after a long absence that began between two checkpoints. */
  @Test
  void versionsThatCantBeDerivedAgainAreGoneOnFrom() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "gone.");
    StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
    VersionHeader last;
    try (DictionaryService first = fixture.service("0", meters)) {
      new StreamOfStates(broker, fixture.topics).send(30);
      learnUntil(5, first.book(), stream);
      last = first.book().newest("small").orElseThrow();
    }
    assertThat(fixture.checkpoints()).extracting(LearnerCheckpoint::getVersion).contains(1L, 2L);
    fixture.deleteEvidence();
    MeterRegistry fresh = new SimpleMeterRegistry();
    try (DictionaryService second = fixture.service("0", fresh)) {
      await().atMost(LONG).until(() -> fresh.counter("factorscope.evidence.lost").count() > 0);
      learnUntil(7, second.book(), stream);
      VersionHeader next = second.book().header("small", last.getId().getVersion() + 1).get();
      assertThat(next.getParentHash()).isEqualTo(last.getId().getContentHash());
      assertThat(next.getUpdate().getLearned()).isGreaterThan(last.getUpdate().getLearned());
      assertThat(next.getMetrics().getExplainedVariance())
          .isGreaterThan(last.getMetrics().getExplainedVariance() - 0.05);
    }
    // What came after the gap is derived again from a checkpoint after it.
    try (DictionaryService third = fixture.service("0", fresh)) {
      learnUntil(9, third.book(), stream);
    }
    assertThat(fresh.counter("factorscope.step.restarts", "step", "learn").count()).isZero();
  }

  /** Of the right kind, under the right key, and nothing to begin with. */
  @Test
  void brokenCheckpointsAreDoneWithout() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "broken.");
    StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
    MeterRegistry fresh = new SimpleMeterRegistry();
    try (DictionaryService first = fixture.service("0", fresh)) {
      new StreamOfStates(broker, fixture.topics).send(30);
      learnUntil(3, first.book(), stream);
    }
    LearnerCheckpoint last = fixture.checkpoints().getLast();
    for (LearnerCheckpoint broken :
        List.of(
            last.toBuilder().setState(ByteString.copyFromUtf8("cut")).build(),
            last.toBuilder().setParts(last.getParts() + 1).build(),
            last.toBuilder().setVersion(99).build())) {
      String topic = fixture.topics.dictionaryCheckpoints().name();
      writer.commit(List.of(new OutputRecord(topic, 0, "small/" + last.getPart(), broken, 0)));
      try (DictionaryService next = fixture.service("0", fresh)) {
        await().atMost(LONG).until(() -> newest(next.book()) > 0);
        learnUntil(newest(next.book()) + 1, next.book(), stream);
        assertThat(hashes(next.book().after("small", 0, 1000)))
            .isEqualTo(hashes(fixture.replay(next.book())));
      }
    }
    assertThat(fresh.counter("factorscope.step.restarts", "step", "learn").count()).isZero();
  }

  private static void learnUntil(long version, VersionBook book, StreamOfEvidence stream)
      throws InterruptedException {
    ChunkedVersion live = live(book);
    while (newest(book) < version) {
      long before = newest(book);
      stream.send(13, live);
      await().atMost(LONG).until(() -> newest(book) > before);
      live = live(book);
    }
  }

  private static long nextEvidence(LearningFixture fixture) {
    return fixture.checkpoints().stream()
        .mapToLong(LearnerCheckpoint::getNextEvidence)
        .max()
        .orElse(0);
  }

  @Test
  void whatWasLearnedOutlivesItsEvidenceOnceTheStreamIsIdle() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "idle.");
    StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
    double learned;
    try (DictionaryService first = fixture.service("0", meters)) {
      new StreamOfStates(broker, fixture.topics).send(30);
      stream.send(5, live(first.book()));
      await().atMost(LONG).until(() -> nextEvidence(fixture) > 0);
      learned = gauge("factorscope.learned");
      assertThat(learned).isPositive();
      assertThat(newest(first.book())).isEqualTo(1);
    }
    fixture.deleteEvidence();
    MeterRegistry fresh = new SimpleMeterRegistry();
    try (DictionaryService second = fixture.service("0", fresh)) {
      await().atMost(LONG).until(() -> fresh.get("factorscope.learned").gauge().value() == learned);
      stream.send(20, live(second.book()));
      await().atMost(LONG).until(() -> newest(second.book()) > 1);
      assertThat(fresh.counter("factorscope.evidence.lost").count()).isZero();
      assertThat(second.book().header("small", 2).orElseThrow().getUpdate().getLearned())
          .isGreaterThan((long) learned);
    }
  }

  @Test
  void anOwnerThatFailsIsCountedAndStartsAfresh() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "failing.");
    StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
    try (DictionaryService service = fixture.service("0", meters)) {
      new StreamOfStates(broker, fixture.topics).send(30);
      ChunkedVersion live = live(service.book());
      String topic = fixture.topics.dictionaryVersions().name();
      // Fences the owner, who finds out when it publishes.
      new TransactionalProducer(broker.instance("test", "0"), "test-dictionary-" + topic + "-0")
          .close();
      stream.send(20, live);

      await().atMost(LONG).until(() -> newest(service.book()) > 1);
      assertThat(meters.counter("factorscope.step.restarts", "step", "learn").count())
          .isGreaterThanOrEqualTo(1);
      List<ByteString> made = hashes(service.book().after("small", 0, 1000));
      assertThat(hashes(fixture.replay(service.book())))
          .startsWith(made.toArray(ByteString[]::new));
    }
  }

  private void learnAndSpoil(StreamOfEvidence stream, TopicSpecs topics, VersionBook book)
      throws InterruptedException {
    long before = newest(book);
    stream.send(6, live(book));
    spoil(topics, live(book).header());
    stream.send(8, live(book));
    await().atMost(LONG).until(() -> newest(book) > before);
  }

  /** One record of each kind that does not belong where it is. */
  private void spoil(TopicSpecs topics, VersionHeader live) throws InterruptedException {
    String evidence = topics.evidence().name();
    String versions = topics.dictionaryVersions().name();
    Evidence foreign =
        Evidence.newBuilder()
            .setDictionary(live.getId())
            .setModel(live.getModel().toBuilder().setId("another"))
            .build();
    VersionHeader other = live.toBuilder().setId(live.getId().toBuilder().setVersion(7)).build();
    Alias alias = Alias.getDefaultInstance();
    writer.commit(
        List.of(
            new OutputRecord(evidence, 0, "x", alias, 0),
            new OutputRecord(evidence, 0, "small", foreign, 0),
            new OutputRecord(versions, 0, "small/1/header", other, 0),
            new OutputRecord(versions, 0, "x", DeadLetter.getDefaultInstance(), 0),
            new OutputRecord(topics.dictionaryCheckpoints().name(), 0, "x", alias, 0)));
  }

  private static List<DeadLetter> letters(LearningFixture fixture) {
    return fixture.messages(
        fixture.topics.deadLetters(), DeadLetter.parser(), DeadLetter.getDefaultInstance());
  }

  private static String place(DeadLetter letter) {
    return letter.getTopic() + "/" + letter.getPartition() + "/" + letter.getOffset();
  }

  @Test
  void metricsSayWhatTheNewestHeaderSays() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "metrics.");
    StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
    try (DictionaryService service = fixture.service("0", meters)) {
      new StreamOfStates(broker, fixture.topics).send(30);
      stream.send(60, live(service.book()));
      await()
          .atMost(LONG)
          .until(() -> newest(service.book()) >= 5 && gauge("factorscope.lag") == 0);
      assertMetrics(service.book().newest("small").orElseThrow(), fixture.published());
      assertTimes();
    }
    // They follow the log: a new owner says the same before it has made anything.
    MeterRegistry fresh = new SimpleMeterRegistry();
    try (DictionaryService next = fixture.service("0", fresh)) {
      double newest = gauge("factorscope.latest.version");
      await()
          .atMost(LONG)
          .until(() -> fresh.get("factorscope.latest.version").gauge().value() == newest);
      assertThat(newest(next.book())).isEqualTo((long) newest);
    }
  }

  private void assertMetrics(VersionHeader newest, List<VersionHeader> published) {
    assertThat(newest.getMetrics().getHeldOut()).isPositive();
    assertThat(gauge("factorscope.latest.version")).isEqualTo((double) newest.getId().getVersion());
    assertThat(gauge("factorscope.held.out")).isEqualTo(newest.getMetrics().getHeldOut());
    assertThat(gauge("factorscope.held.out.explained.variance"))
        .isEqualTo(newest.getMetrics().getExplainedVariance());
    assertThat(gauge("factorscope.held.out.dead")).isEqualTo(newest.getMetrics().getDead());
    assertThat(gauge("factorscope.replaced"))
        .isEqualTo(
            published.stream().mapToInt(h -> h.getReplacedCount() + h.getMergedCount()).sum());
    assertThat(gauge("factorscope.learned"))
        .isGreaterThanOrEqualTo((double) newest.getUpdate().getLearned());
  }

  private void assertTimes() {
    for (String stage : List.of("sums", "update", "gate", "checkpoint", "publication")) {
      assertThat(meters.get("factorscope.learner").tag("stage", stage).timer().count())
          .as(stage)
          .isPositive();
    }
    assertThat(meters.get("factorscope.learner.cpu").tag("stage", "update").functionCounter())
        .satisfies(counter -> assertThat(counter.count()).isPositive());
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }
}
