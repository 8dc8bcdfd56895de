package io.factorscope.dictionary.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.versions.NewVersion;
import io.factorscope.dictionary.versions.VersionBook;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.Alias;
import io.factorscope.v1.DeadLetter;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.VersionHeader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LearningTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static TestBroker broker;

  private final MeterRegistry meters = new SimpleMeterRegistry();

  @BeforeAll
  static void startBroker() {
    broker = TestBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void versionsFollowFromTheEvidenceAloneOverRestartsAndGarbage() throws Exception {
    TopicSpecs topics = topics("learn.");
    try (TransactionalWriter door =
        new TransactionalWriter(broker.instance("door", "0"), "evidence", meters)) {
      StreamOfEvidence stream = new StreamOfEvidence(door, topics.evidence().name());

      // One owner after the other: each goes on where the last one was stopped.
      for (int owner = 0; owner < 3; owner++) {
        try (DictionaryService service = service(topics, owner)) {
          if (owner == 0) {
            new StreamOfStates(broker, topics).send(30);
          }
          long before = newest(service);
          stream.send(30, live(service));
          door.commit(
              List.of(
                  new OutputRecord(
                      topics.evidence().name(), 0, "x", Alias.getDefaultInstance(), 0)));
          stream.send(15, live(service));
          await().atMost(LONG).until(() -> newest(service) >= before + 3);
        }
      }

      try (DictionaryService last = service(topics, 3)) {
        await().atMost(LONG).until(() -> newest(last) >= 10);
        List<VersionHeader> derived = replay(last.book(), topics);
        await().atMost(LONG).until(() -> newest(last) >= derived.size());
        List<VersionHeader> published = last.book().after("small", 0, 1000);
        assertThat(hashes(published)).isEqualTo(hashes(derived)).hasSizeGreaterThan(9);
        VersionHeader newest = published.getLast();
        assertThat(newest.getMetrics().getHeldOut()).isPositive();
        assertThat(newest.getMetrics().getExplainedVariance()).isGreaterThan(0.8);
        assertThat(newest.getUpdate().getLearned()).isGreaterThan(4000);
        assertThat(newest.getParent()).isEqualTo(newest.getId().getVersion() - 1);
      }
    }
    assertThat(meters.counter("factorscope.evidence.bad").count()).isPositive();
  }

  @Test
  void whatCantBeReadGetsOneDeadLetterAndChangesNothing() throws Exception {
    TopicSpecs topics = topics("garbage.");
    String versions = topics.dictionaryVersions().name();
    try (TransactionalWriter door =
        new TransactionalWriter(broker.instance("door", "1"), "evidence", meters)) {
      StreamOfEvidence stream = new StreamOfEvidence(door, topics.evidence().name());
      for (int owner = 4; owner < 6; owner++) {
        try (DictionaryService service = service(topics, 4)) {
          if (owner == 4) {
            new StreamOfStates(broker, topics).send(30);
          }
          long before = newest(service);
          stream.send(6, live(service));
          spoil(door, topics, live(service));
          stream.send(8, live(service));
          await().atMost(LONG).until(() -> newest(service) > before);
        }
      }
      try (DictionaryService last = service(topics, 4)) {
        await().atMost(LONG).until(() -> letters(topics).size() == 10);
        assertThat(hashes(last.book().after("small", 0, 1000)))
            .isEqualTo(hashes(replay(last.book(), topics)))
            .hasSizeGreaterThan(2);
        await()
            .atMost(LONG)
            .until(() -> meters.counter("factorscope.dead.letters", "step", "learn").count() >= 10);
      }
    }
    assertThat(letters(topics).stream().map(LearningTest::place).distinct()).hasSize(10);
    assertThat(letters(topics).stream().map(DeadLetter::getReason))
        .containsOnly(
            "header type: is factorscope.v1.Alias, must be factorscope.v1.Evidence",
            "model: is another, which is not that of the dictionary",
            "key: is small/1/header, must be small/7/header",
            "header type: is factorscope.v1.DeadLetter, which " + versions + " does not hold",
            "header type: is factorscope.v1.Alias, must be factorscope.v1.LearnerCheckpoint");
  }

  /** One record of each kind that does not belong where it is. */
  private static void spoil(TransactionalWriter door, TopicSpecs topics, VersionBook.Version live)
      throws InterruptedException {
    String evidence = topics.evidence().name();
    String versions = topics.dictionaryVersions().name();
    VersionHeader moved = live.header();
    Evidence foreign =
        Evidence.newBuilder()
            .setDictionary(moved.getId())
            .setModel(moved.getModel().toBuilder().setId("another"))
            .build();
    VersionHeader other = moved.toBuilder().setId(moved.getId().toBuilder().setVersion(7)).build();
    Alias alias = Alias.getDefaultInstance();
    door.commit(
        List.of(
            new OutputRecord(evidence, 0, "x", alias, 0),
            new OutputRecord(evidence, 0, "small", foreign, 0),
            new OutputRecord(versions, 0, "small/1/header", other, 0),
            new OutputRecord(versions, 0, "x", DeadLetter.getDefaultInstance(), 0),
            new OutputRecord(topics.dictionaryCheckpoints().name(), 0, "x", alias, 0)));
  }

  private static List<DeadLetter> letters(TopicSpecs topics) {
    return broker.read(topics.deadLetters().name()).stream().map(LearningTest::letter).toList();
  }

  private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Headers.parse(record, DeadLetter.parser(), DeadLetter.getDefaultInstance());
    } catch (BadRecordException e) {
      throw new AssertionError(e);
    }
  }

  private static String place(DeadLetter letter) {
    return letter.getTopic() + "/" + letter.getPartition() + "/" + letter.getOffset();
  }

  @Test
  void metricsSayWhatTheNewestHeaderSays() throws Exception {
    TopicSpecs topics = topics("metrics.");
    try (TransactionalWriter door =
        new TransactionalWriter(broker.instance("door", "2"), "evidence", meters)) {
      StreamOfEvidence stream = new StreamOfEvidence(door, topics.evidence().name());
      try (DictionaryService service = service(topics, 7)) {
        new StreamOfStates(broker, topics).send(30);
        stream.send(60, live(service));
        await().atMost(LONG).until(() -> newest(service) >= 5 && gauge("factorscope.lag") == 0);
        assertMetrics(service.book().newest("small").orElseThrow(), topics);
        for (String stage : List.of("sums", "update", "gate", "checkpoint", "publication")) {
          assertThat(meters.get("factorscope.learner").tag("stage", stage).timer().count())
              .as(stage)
              .isPositive();
        }
        assertThat(
                meters
                    .get("factorscope.learner.cpu")
                    .tag("stage", "sums")
                    .functionCounter()
                    .count())
            .isPositive();
      }
    }
    // They follow the log: a new owner says the same before it has made anything.
    MeterRegistry fresh = new SimpleMeterRegistry();
    try (DictionaryService next = service(topics, 7, fresh)) {
      await()
          .atMost(LONG)
          .until(
              () ->
                  fresh.get("factorscope.latest.version").gauge().value() == newest(next)
                      && newest(next) > 0);
    }
  }

  private void assertMetrics(VersionHeader newest, TopicSpecs topics) {
    assertThat(newest.getMetrics().getHeldOut()).isPositive();
    assertThat(gauge("factorscope.latest.version")).isEqualTo(newest.getId().getVersion());
    assertThat(gauge("factorscope.held.out")).isEqualTo(newest.getMetrics().getHeldOut());
    assertThat(gauge("factorscope.held.out.explained.variance"))
        .isEqualTo(newest.getMetrics().getExplainedVariance());
    assertThat(gauge("factorscope.held.out.dead")).isEqualTo(newest.getMetrics().getDead());
    assertThat(gauge("factorscope.replaced")).isEqualTo(replaced(topics));
    assertThat(gauge("factorscope.learned"))
        .isGreaterThanOrEqualTo(newest.getUpdate().getLearned());
  }

  private static double replaced(TopicSpecs topics) {
    return broker.read(topics.dictionaryVersions().name()).stream()
        .filter(record -> "factorscope.v1.VersionHeader".equals(Headers.type(record)))
        .map(LearningTest::header)
        .mapToInt(header -> header.getReplacedCount() + header.getMergedCount())
        .sum();
  }

  private static VersionHeader header(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Headers.parse(record, VersionHeader.parser(), VersionHeader.getDefaultInstance());
    } catch (BadRecordException e) {
      throw new AssertionError(e);
    }
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  /** Learns again from version 1 and all evidence, without a stop, a checkpoint or a service. */
  private static List<VersionHeader> replay(VersionBook book, TopicSpecs topics) {
    Learning learning =
        new Restart(book, "small", new StageTimes(new SimpleMeterRegistry()))
            .from(Optional.empty(), 0);
    List<VersionHeader> chain = new ArrayList<>(List.of(learning.head()));
    for (ConsumerRecord<byte[], byte[]> record : broker.read(topics.evidence().name())) {
      Optional<EvidenceRecord> evidence = readable(record, learning);
      if (evidence.isEmpty()) {
        learning.skip(record.offset());
        continue;
      }
      Optional<NewVersion> version = learning.accept(evidence.get());
      if (version.isPresent()) {
        learning.follow(version.get().header());
        chain.add(version.get().header());
      }
    }
    return chain;
  }

  private static Optional<EvidenceRecord> readable(
      ConsumerRecord<byte[], byte[]> record, Learning learning) {
    try {
      Evidence message = EvidenceRecord.parse(record);
      return Optional.of(EvidenceRecord.of(record, message, learning.head()));
    } catch (BadRecordException e) {
      return Optional.empty();
    }
  }

  private DictionaryService service(TopicSpecs topics, int name) {
    return service(topics, name, meters);
  }

  private static DictionaryService service(TopicSpecs topics, int name, MeterRegistry meters) {
    return new DictionaryService(
        broker.instance("dictionary", "owner-" + name),
        topics,
        new FirstVersionSettings("small", "small", 50, OptionalDouble.of(0.2), 5, LONG),
        Retention.DEFAULT,
        meters);
  }

  private static TopicSpecs topics(String prefix) throws InterruptedException {
    TopicSpecs topics = new TopicSpecs(new TopicNames(prefix), 2, OptionalLong.empty());
    Topics.ensure(
        broker.instance("test", "0"), List.of(topics.hiddenStates("small"), topics.evidence()));
    return topics;
  }

  private static VersionBook.Version live(DictionaryService service) {
    await().atMost(LONG).until(() -> service.book().alias("small", "live").isPresent());
    long version = service.book().alias("small", "live").orElseThrow().getVersion();
    return service
        .book()
        .version(service.book().header("small", version).orElseThrow())
        .orElseThrow();
  }

  private static long newest(DictionaryService service) {
    return service.book().newest("small").map(header -> header.getId().getVersion()).orElse(0L);
  }

  private static List<ByteString> hashes(List<VersionHeader> headers) {
    return headers.stream().map(header -> header.getId().getContentHash()).toList();
  }
}
