package io.factorscope.dictionary.owner;

import static io.factorscope.dictionary.owner.LearningFixture.LONG;
import static io.factorscope.dictionary.owner.LearningFixture.SMALL;
import static io.factorscope.dictionary.owner.LearningFixture.hashes;
import static io.factorscope.dictionary.owner.LearningFixture.live;
import static io.factorscope.dictionary.owner.LearningFixture.newest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.versions.VersionBook;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dictionaries whose evidence lies in the same partition have the same owner. */
class SeveralDictionariesTest {

  private static final FirstVersionSettings OTHER =
      new FirstVersionSettings("other", "small", 40, OptionalDouble.of(0.3), 9, LONG);

  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private final MeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void eachIsLearnedAsIfItWereAlone() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "two.");
    try (TransactionalWriter writer = writer()) {
      StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
      try (RunningOwner first = fixture.owner("0", List.of(SMALL, OTHER), meters, () -> false)) {
        new StreamOfStates(broker, fixture.topics).send(30);
        learnUntil(3, first.book(), stream);
      }
      try (RunningOwner next = fixture.owner("0", List.of(OTHER, SMALL), meters, () -> false)) {
        await().atMost(LONG).until(() -> newest(next.book()) >= 3);
        learnUntil(6, next.book(), stream);
        for (String name : List.of("small", "other")) {
          List<?> made = hashes(next.book().after(name, 0, 1000));
          assertThat(hashes(fixture.replay(next.book(), name)).subList(0, made.size()))
              .isEqualTo(made)
              .hasSizeGreaterThanOrEqualTo(6);
          assertThat(learned(name)).isPositive();
        }
      }
    }
  }

  private double learned(String dictionary) {
    return meters.get("factorscope.learned").tag("dictionary", dictionary).gauge().value();
  }

  /** In turn, a little at a time. */
  private static void learnUntil(long version, VersionBook book, StreamOfEvidence stream)
      throws InterruptedException {
    while (Math.min(newest(book, "small"), newest(book, "other")) < version) {
      for (int i = 0; i < 3; i++) {
        stream.send(3, live(book, "small"));
        stream.send(2, live(book, "other"));
      }
    }
  }

  @Test
  void oneThatWaitsForItsFirstVersionHoldsNoneUp() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "waits.");
    Topics.ensure(broker.instance("test", "0"), List.of(fixture.topics.hiddenStates("quiet")));
    FirstVersionSettings waits =
        new FirstVersionSettings("waits", "quiet", 40, OptionalDouble.of(0.3), 9, LONG);
    try (TransactionalWriter writer = writer();
        RunningOwner owner = fixture.owner("0", List.of(waits, SMALL), meters, () -> false)) {
      StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
      new StreamOfStates(broker, fixture.topics).send(30);
      stream.send(30, live(owner.book()));
      await().atMost(LONG).until(() -> newest(owner.book()) >= 3);
      assertThat(owner.book().awaited("waits")).isPresent();
      assertThat(owner.ended()).isNotDone();
    }
  }

  private TransactionalWriter writer() {
    return new TransactionalWriter(broker.instance("writer", "0"), "evidence", meters);
  }
}
