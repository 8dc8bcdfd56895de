package io.factorscope.dictionary.learn;

import static io.factorscope.dictionary.learn.LearningFixture.LONG;
import static io.factorscope.dictionary.learn.LearningFixture.hashes;
import static io.factorscope.dictionary.learn.LearningFixture.live;
import static io.factorscope.dictionary.learn.LearningFixture.newest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.dictionary.versions.VersionLog;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.VersionBook;
import io.factorscope.versions.VersionTail;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TakeOverTest {

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

  /** As a process that was stopped for longer than its place in the group lasts. */
  @Test
  void anOwnerThatWakesUpAfterAnotherTookOverPublishesNothing() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "zombie.");
    try (TransactionalWriter door =
        new TransactionalWriter(broker.instance("door", "0"), "evidence", meters)) {
      StreamOfEvidence stream = new StreamOfEvidence(door, fixture.topics.evidence().name());
      try (DictionaryService first = fixture.service("0", meters)) {
        new StreamOfStates(broker, fixture.topics).send(30);
        live(first.book());
      }
      try (Sleeper sleeper = new Sleeper(fixture)) {
        stream.send(15, live(sleeper.book));
        await().atMost(LONG).until(() -> newest(sleeper.book) == 2);
        sleeper.fallAsleep();
        stream.send(13, live(sleeper.book));

        try (DictionaryService second = fixture.service("0", meters)) {
          await().atMost(LONG).until(() -> newest(second.book()) == 3);

          // Nothing told the sleeper: it learns on from the same evidence, and makes version 3 too.
          Throwable fenced = sleeper.wakeUp();

          assertThat(fenced)
              .rootCause()
              .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
          assertThat(sleeper.publications()).isEqualTo(1);
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

  /** An owner that can be held between two records, while its tail reads nothing either. */
  private static final class Sleeper implements AutoCloseable {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final VersionBook book = new VersionBook();
    private final VersionTail tail;
    private final VersionLog log;
    private final Sleep sleep = new Sleep();
    private final CompletableFuture<Void> learning;

    Sleeper(LearningFixture fixture) throws InterruptedException {
      Instance instance = broker.instance("dictionary", "sleeper");
      this.tail = new VersionTail(instance, fixture.topics.dictionaryVersions().name(), book);
      tail.start();
      this.log = VersionLog.takeOver(instance, fixture.topics, 0, tail);
      LearningLoop loop =
          new LearningLoop(
              instance, fixture.topics, 0, "small", Retention.DEFAULT, new LearningMetrics(meters));
      this.learning = CompletableFuture.runAsync(() -> loop.run(book, log, sleep));
    }

    void fallAsleep() throws InterruptedException {
      sleep.begin();
      tail.close();
    }

    /** What its learning ended with. */
    Throwable wakeUp() {
      sleep.end();
      return catchThrowable(learning::join);
    }

    long publications() {
      return meters.get("factorscope.learner").tag("stage", "publication").timer().count();
    }

    @Override
    public void close() {
      sleep.end();
      tail.close();
      log.close();
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
