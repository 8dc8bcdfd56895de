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

  /** Learns again from version 1 and all evidence, without a stop, a checkpoint or a service. */
  private static List<VersionHeader> replay(VersionBook book, TopicSpecs topics)
      throws BadRecordException {
    Learning learning = new Restart(book, "small").from(Optional.empty(), 0);
    List<VersionHeader> chain = new ArrayList<>(List.of(learning.head()));
    for (ConsumerRecord<byte[], byte[]> record : broker.read(topics.evidence().name())) {
      if (!"factorscope.v1.Evidence".equals(Headers.type(record))) {
        learning.skip(record.offset());
        continue;
      }
      Optional<NewVersion> version =
          learning.accept(EvidenceRecord.of(record, EvidenceRecord.parse(record), learning.head()));
      if (version.isPresent()) {
        learning.follow(version.get().header());
        chain.add(version.get().header());
      }
    }
    return chain;
  }

  private DictionaryService service(TopicSpecs topics, int name) {
    return new DictionaryService(
        broker.instance("dictionary", "owner-" + name),
        topics,
        new FirstVersionSettings("small", "small", 50, OptionalDouble.of(0.2), 5, LONG),
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
