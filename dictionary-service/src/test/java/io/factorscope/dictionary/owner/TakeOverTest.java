package io.factorscope.dictionary.owner;

import static io.factorscope.dictionary.owner.LearningFixture.LONG;
import static io.factorscope.dictionary.owner.LearningFixture.hashes;
import static io.factorscope.dictionary.owner.LearningFixture.live;
import static io.factorscope.dictionary.owner.LearningFixture.newest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.VersionHeader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TakeOverTest {

  private static final List<FirstVersionSettings> SMALL = List.of(LearningFixture.SMALL);
  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private final MeterRegistry meters = new SimpleMeterRegistry();

  /** As a process that was stopped for longer than its place in the group lasts. */
  @Test
  void anOwnerThatWakesUpAfterAnotherTookOverPublishesNothing() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "zombie.");
    try (TransactionalWriter writer =
        new TransactionalWriter(broker.instance("writer", "0"), "evidence", meters)) {
      StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
      try (DictionaryService first = fixture.service("0", meters)) {
        new StreamOfStates(broker, fixture.topics).send(30);
        live(first.book());
      }
      Sleep sleep = new Sleep();
      MeterRegistry ofSleeper = new SimpleMeterRegistry();
      try (RunningOwner sleeper = fixture.owner("sleeper", SMALL, ofSleeper, sleep)) {
        stream.send(15, live(sleeper.book()));
        await().atMost(LONG).until(() -> newest(sleeper.book()) == 2);
        sleep.begin();
        sleeper.stopTail();
        stream.send(13, live(sleeper.book()));

        try (DictionaryService second = fixture.service("0", meters)) {
          await().atMost(LONG).until(() -> newest(second.book()) == 3);

          // Nothing told the sleeper: it learns on from the same evidence, and makes version 3 too.
          sleep.end();
          Throwable fenced = catchThrowable(sleeper.ended()::join);

          assertThat(fenced)
              .rootCause()
              .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
          assertThat(
                  ofSleeper.get("factorscope.learner").tag("stage", "publication").timer().count())
              .isEqualTo(1);
          stream.send(13, live(second.book()));
          await().atMost(LONG).until(() -> newest(second.book()) == 4);
          List<VersionHeader> published = fixture.published();
          assertThat(published)
              .extracting(header -> header.getId().getVersion())
              .containsExactly(1L, 2L, 3L, 4L);
          assertThat(hashes(published)).isEqualTo(hashes(fixture.replay(second.book())));
        }
      }
    }
  }

  /** Never says that it is cancelled, but may take its time to answer. */
  private static final class Sleep implements BooleanSupplier {

    private final CountDownLatch asleep = new CountDownLatch(1);
    private final CountDownLatch awake = new CountDownLatch(1);
    private volatile boolean wanted;

    void begin() throws InterruptedException {
      wanted = true;
      asleep.await();
    }

    void end() {
      awake.countDown();
    }

    @Override
    public boolean getAsBoolean() {
      if (wanted) {
        asleep.countDown();
        try {
          awake.await();
        } catch (InterruptedException e) {
          return true;
        }
      }
      return false;
    }
  }
}
