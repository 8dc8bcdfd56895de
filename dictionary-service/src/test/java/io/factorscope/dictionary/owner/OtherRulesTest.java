package io.factorscope.dictionary.owner;

import static io.factorscope.dictionary.owner.LearningFixture.LONG;
import static io.factorscope.dictionary.owner.LearningFixture.hashes;
import static io.factorscope.dictionary.owner.LearningFixture.live;
import static io.factorscope.dictionary.owner.LearningFixture.newest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.dictionary.learn.Checkpoint;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.ChunkedVersion;
import io.factorscope.versions.VersionBook;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A log whose versions were learned by other rules, as after a new release, is gone on from. */
class OtherRulesTest {

  private static final int FACTOR = 5;
  private static final int USED_NUMBER = 9;
  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private final MeterRegistry meters = new SimpleMeterRegistry();

  /** Checkpoint of version 1, evidence after it, and versions that can't be derived again. */
  @Test
  void aLogWrittenBeforeTheChangeIsGoneOnFrom() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "before.");
    try (TransactionalWriter writer = writer()) {
      StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
      OlderLog older = new OlderLog(fixture, writer);
      VersionHeader head = older.write(learned(fixture, stream, 4), true);
      takeOver(fixture, stream, head, head.getId().getVersion() - 1);

      List<LearnerCheckpoint> first = checkpointOf(fixture, head);
      assertThat(first).isNotEmpty();
      assertThat(first.getFirst().getNextEvidence()).isEqualTo(head.getUpdate().getEnd());
      // The next owner derives again what came after the change, from the checkpoint at it.
      try (DictionaryService next = fixture.service("0", meters)) {
        await().atMost(LONG).until(() -> newest(next.book()) > head.getId().getVersion() + 2);
        learnUntil(newest(next.book()) + 2, next.book(), stream);
        List<VersionHeader> made =
            next.book().after("small", head.getId().getVersion() - 1, Integer.MAX_VALUE);
        assertThat(hashes(fixture.replay(next.book(), Checkpoint.read(first))))
            .isEqualTo(hashes(made))
            .hasSizeGreaterThan(4);
      }
    }
    assertThat(meters.counter("factorscope.step.restarts", "step", "learn").count()).isZero();
  }

  @Test
  void soIsOneWithoutACheckpoint() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "none.");
    try (TransactionalWriter writer = writer()) {
      StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
      OlderLog older = new OlderLog(fixture, writer);
      VersionHeader head = older.write(learned(fixture, stream, 4), false);
      takeOver(fixture, stream, head, head.getId().getVersion() - 1);
    }
    assertThat(meters.counter("factorscope.step.restarts", "step", "learn").count()).isZero();
  }

  /** By the same number, and yet another: a broken promise must not stop the learner for ever. */
  @Test
  void versionsThatAreNotWhatIsDerivedAreGoneOnFrom() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "forged.");
    try (TransactionalWriter writer = writer()) {
      StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
      OlderLog forged = new OlderLog(fixture, writer).withRules(Learner.RULES);
      VersionHeader head = forged.write(learned(fixture, stream, 4), true);
      takeOver(fixture, stream, head, head.getId().getVersion() - 1);
    }
    assertThat(meters.counter("factorscope.step.restarts", "step", "learn").count()).isZero();
  }

  /** Nothing must be derived again: all that was learned is kept. */
  @Test
  void aCheckpointOfTheNewestVersionIsResumed() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "newest.");
    try (TransactionalWriter writer = writer()) {
      StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
      VersionHeader head = new OlderLog(fixture, writer).write(learned(fixture, stream, 1), true);
      try (DictionaryService service = fixture.service("0", meters)) {
        learnUntil(3, service.book(), stream);
        assertThat(hashes(service.book().after("small", 0, 1000)))
            .isEqualTo(hashes(fixture.replay(service.book())));
      }
      assertThat(meters.counter("factorscope.versions.not.derived").count()).isZero();
      assertThat(checkpointOf(fixture, head)).isNotEmpty();
    }
  }

  private TransactionalWriter writer() {
    return new TransactionalWriter(broker.instance("writer", "0"), "evidence", meters);
  }

  /** The versions that a service makes. */
  private List<ChunkedVersion> learned(
      LearningFixture fixture, StreamOfEvidence stream, int versions) throws Exception {
    try (DictionaryService service = fixture.service("0", new SimpleMeterRegistry())) {
      new StreamOfStates(broker, fixture.topics).send(30);
      learnUntil(versions, service.book(), stream);
      return service.book().after("small", 0, 1000).stream()
          .map(header -> service.book().version(header).orElseThrow())
          .toList();
    }
  }

  private void takeOver(
      LearningFixture fixture, StreamOfEvidence stream, VersionHeader head, long notDerived)
      throws Exception {
    long last = head.getId().getVersion();
    try (DictionaryService service = fixture.service("0", meters)) {
      await()
          .atMost(LONG)
          .until(() -> meters.counter("factorscope.versions.not.derived").count() == notDerived);
      assertThat(live(service.book()).header().getId().getVersion()).isEqualTo(last - 1);
      learnUntil(last + 3, service.book(), stream);
      List<VersionHeader> after = service.book().after("small", last, 1000);
      VersionHeader next = after.getFirst();
      assertThat(next.getParentHash()).isEqualTo(head.getId().getContentHash());
      assertThat(next.getLearnerRules()).isEqualTo(Learner.RULES);
      assertThat(next.getUpdate().getFirst()).isEqualTo(head.getUpdate().getEnd());
      assertThat(next.getUpdate().getLearned())
          .isEqualTo(head.getUpdate().getLearned() + next.getUpdate().getVectors());
      assertThat(next.getUpdate().getCoded()).isGreaterThan(head.getUpdate().getCoded());
      assertNumbersAreNew(after);
    }
    assertThat(meters.counter("factorscope.evidence.lost").count()).isZero();
  }

  /** The refused head's number of a factor is not that of anything else. */
  private static void assertNumbersAreNew(List<VersionHeader> after) {
    assertThat(after.stream().map(header -> header.getGenerations(FACTOR)))
        .allMatch(number -> number < 3 || number > USED_NUMBER);
    IntStream.range(0, after.getFirst().getGenerationsCount())
        .forEach(
            factor ->
                assertThat(after.stream().map(header -> header.getGenerations(factor))).isSorted());
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

  /** The first by these rules that has this head. */
  private static List<LearnerCheckpoint> checkpointOf(LearningFixture fixture, VersionHeader head) {
    List<LearnerCheckpoint> parts =
        fixture.checkpoints().stream()
            .filter(part -> part.getLearnerRules() == Learner.RULES)
            .filter(part -> part.getVersion() == head.getId().getVersion())
            .toList();
    return parts.isEmpty() ? parts : parts.subList(0, parts.getFirst().getParts());
  }
}
