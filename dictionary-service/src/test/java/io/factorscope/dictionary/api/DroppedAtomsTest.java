package io.factorscope.dictionary.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.StartedDictionary;
import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.learn.Retention;
import io.factorscope.dictionary.owner.OwnerSettings;
import io.factorscope.dictionary.owner.StreamOfEvidence;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.GetRequest;
import io.factorscope.v1.GetResponse;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.ChunkedVersion;
import io.factorscope.wire.Aliases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DroppedAtomsTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int NEWEST = 3;
  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private static TopicSpecs topics;

  @BeforeAll
  static void startBroker() throws InterruptedException {
    topics = new TopicSpecs(new TopicNames(""), 2, OptionalLong.empty());
    Topics.ensure(
        broker.instance("test", "0"), List.of(topics.hiddenStates("small"), topics.evidence()));
  }

  @Test
  void oldVersionsKeepTheirHeadersAndLearningGoesOn() throws Exception {
    try (TransactionalWriter writer =
        new TransactionalWriter(
            broker.instance("writer", "0"), "evidence", new SimpleMeterRegistry())) {
      StreamOfEvidence stream = new StreamOfEvidence(writer, topics.evidence().name());
      try (DictionaryService first = service()) {
        new StreamOfStates(broker, topics).send(30);
        learn(first, stream, 9);
      }
      // It has only the checkpoint of version 2, and derives the others again.
      try (DictionaryService second = service()) {
        learn(second, stream, 14);
      }
    }
    try (DictionaryService reader = service()) {
      await().atMost(LONG).until(() -> reader.problem().isEmpty());
      check(reader);
    }
  }

  private static void check(DictionaryService reader) throws IOException {
    List<VersionHeader> headers = reader.book().after("small", 0, 1000);
    Set<Long> dropped = new TreeSet<>();
    headers.stream().filter(VersionHeader::getAtomsDropped).forEach(h -> dropped.add(number(h)));
    assertThat(headers).hasSizeGreaterThanOrEqualTo(14);
    assertThat(dropped).hasSizeGreaterThanOrEqualTo(4).doesNotContainAnyElementsOf(kept(headers));
    assertThat(tombstones()).hasSameSizeAs(dropped); // one chunk a version
    try (ServedBook endpoint = new ServedBook(reader)) {
      headers.forEach(header -> check(reader, endpoint, header));
    }
  }

  private static void check(DictionaryService reader, ServedBook endpoint, VersionHeader header) {
    if (header.getAtomsDropped()) {
      assertThat(reader.book().version(header)).isEmpty();
      assertThatThrownBy(() -> get(endpoint, number(header)))
          .hasMessageStartingWith(
              "FAILED_PRECONDITION: version: is %d, whose atoms were dropped; small keeps those of [1, 2,"
                  .formatted(number(header)));
    } else {
      assertThat(get(endpoint, number(header))).hasSize(2);
    }
  }

  /** Version 1, the first past each power of two, and the newest. */
  private static Set<Long> kept(List<VersionHeader> headers) {
    Set<Long> kept = new TreeSet<>(Set.of(1L));
    for (int i = 1; i < headers.size(); i++) {
      long before = headers.get(i - 1).getUpdate().getLearned();
      long learned = headers.get(i).getUpdate().getLearned();
      boolean past = Long.toBinaryString(learned).length() > Long.toBinaryString(before).length();
      if (before == 0 || past || i >= headers.size() - NEWEST) {
        kept.add(number(headers.get(i)));
      }
    }
    return kept;
  }

  private static List<String> tombstones() {
    return broker.read(topics.dictionaryVersions().name()).stream()
        .filter(record -> record.value() == null)
        .map(record -> new String(record.key(), StandardCharsets.UTF_8))
        .distinct()
        .toList();
  }

  private static void learn(DictionaryService service, StreamOfEvidence stream, long versions)
      throws InterruptedException {
    await().atMost(LONG).until(() -> service.book().alias("small", Aliases.LIVE).isPresent());
    while (newest(service) < versions) {
      long before = newest(service);
      long live = service.book().alias("small", Aliases.LIVE).orElseThrow().getVersion();
      ChunkedVersion version =
          service.book().version(service.book().header("small", live).orElseThrow()).orElseThrow();
      stream.send(13, version);
      await().atMost(LONG).until(() -> newest(service) > before);
    }
  }

  private static long newest(DictionaryService service) {
    return service.book().newest("small").map(DroppedAtomsTest::number).orElse(0L);
  }

  private static long number(VersionHeader header) {
    return header.getId().getVersion();
  }

  private static List<GetResponse> get(ServedBook endpoint, long version) {
    GetRequest request = GetRequest.newBuilder().setVersion(version).build();
    return endpoint.get(request);
  }

  private static DictionaryService service() {
    return StartedDictionary.of(
        broker.instance("dictionary", "0"),
        topics,
        new FirstVersionSettings("small", "small", 50, OptionalDouble.of(0.2), 5, LONG),
        OwnerSettings.DEFAULT.withRetention(new Retention(NEWEST, Duration.ZERO)),
        new SimpleMeterRegistry());
  }
}
