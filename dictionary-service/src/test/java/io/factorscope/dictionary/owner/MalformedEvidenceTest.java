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
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.DeadLetter;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Mutations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is well-formed as a message, and nonsense as evidence or atoms. */
class MalformedEvidenceTest {

  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private final MeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void malformedEvidenceIsADeadLetterAndLearningGoesOn() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "malformed.");
    String topic = fixture.topics.evidence().name();
    try (TransactionalWriter writer =
            new TransactionalWriter(broker.instance("writer", "0"), "evidence", meters);
        DictionaryService service = fixture.service("0", meters)) {
      StreamOfEvidence stream = new StreamOfEvidence(writer, topic);
      new StreamOfStates(broker, fixture.topics).send(30);
      stream.send(1, live(service.book()));
      // A commit is answered before its mark is in the topic.
      await().atMost(LONG).until(() -> !evidence(fixture).isEmpty());
      Evidence valid = evidence(fixture).getFirst();
      List<Evidence> malformed = malformed(valid);
      for (Evidence evidence : malformed) {
        writer.commit(List.of(new OutputRecord(topic, 0, "small", evidence, 1)));
      }
      stream.send(15, live(service.book()));

      await().atMost(LONG).until(() -> newest(service.book()) > 1);
      await().atMost(LONG).until(() -> letters(fixture).size() == malformed.size());
      assertThat(meters.counter("factorscope.evidence.bad").count()).isEqualTo(malformed.size());
      assertThat(meters.counter("factorscope.step.restarts", "step", "learn").count()).isZero();
      List<ByteString> made = hashes(service.book().after("small", 0, 1000));
      assertThat(hashes(fixture.replay(service.book())))
          .startsWith(made.toArray(ByteString[]::new));
    }
  }

  private static List<Evidence> evidence(LearningFixture fixture) {
    return fixture.messages(
        fixture.topics.evidence(), Evidence.parser(), Evidence.getDefaultInstance());
  }

  private static List<Evidence> malformed(Evidence valid) {
    List<Evidence> malformed = new ArrayList<>();
    Evidence.Builder one = valid.toBuilder();
    // One entry of two bytes, for which four are read.
    one.getCodesBuilder().setFactorType(ElementType.FLOAT16);
    malformed.add(one.build());
    one.getCodesBuilder().setFactorType(ElementType.FLOAT32);
    malformed.add(one.build());
    one.getCodesBuilder().setFactorType(ElementType.UINT16).setRows(-1);
    malformed.add(one.build());
    malformed.add(valid.toBuilder().setWeight(Double.NaN).build());
    Evidence.Builder shape = valid.toBuilder();
    shape.getStatesBuilder().setRows(1 << 30).setWidth(1 << 30).setData(ByteString.EMPTY);
    malformed.add(shape.build());
    return malformed;
  }

  @Test
  void aMalformedChunkIsADeadLetterAndTheVersionStays() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "chunk.");
    String topic = fixture.topics.dictionaryVersions().name();
    try (TransactionalWriter writer =
        new TransactionalWriter(broker.instance("writer", "0"), "versions", meters)) {
      StreamOfEvidence stream = new StreamOfEvidence(writer, fixture.topics.evidence().name());
      try (DictionaryService first = fixture.service("0", meters)) {
        new StreamOfStates(broker, fixture.topics).send(30);
        VersionChunk chunk = live(first.book()).chunks().getFirst();
        VersionChunk cut = chunk.toBuilder().setAtoms(chunk.getAtoms().substring(1)).build();
        VersionChunk far = chunk.toBuilder().setFirstFactor(-1).build();
        writer.commit(
            List.of(
                new OutputRecord(topic, 0, "small/1/0", cut, 1),
                new OutputRecord(topic, 0, "small/1/0", far, 1)));
        await().atMost(LONG).until(() -> letters(fixture).size() == 2);
      }
      try (DictionaryService second = fixture.service("0", meters)) {
        stream.send(15, live(second.book()));
        await().atMost(LONG).until(() -> newest(second.book()) > 1);
      }
      assertThat(meters.counter("factorscope.step.restarts", "step", "learn").count()).isZero();
    }
  }

  /** Read into the book or refused: the tail must go on whatever it reads. */
  @Test
  void aHeaderThatIsNoneIsADeadLetter() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "header.");
    String topic = fixture.topics.dictionaryVersions().name();
    try (TransactionalWriter writer =
            new TransactionalWriter(broker.instance("writer", "0"), "versions", meters);
        DictionaryService service = fixture.service("0", meters)) {
      new StreamOfStates(broker, fixture.topics).send(30);
      VersionHeader valid = live(service.book()).header();
      VersionHeader next =
          valid.toBuilder().setId(valid.getId().toBuilder().setVersion(2)).setFactors(-1).build();
      writer.commit(List.of(new OutputRecord(topic, 0, "small/2/header", next, 0)));
      Mutations mutations = new Mutations(3);
      for (int i = 0; i < 50; i++) {
        VersionHeader mutated = mutations.of(next);
        writer.commit(List.of(new OutputRecord(topic, 0, "small/2/header", mutated, 0)));
      }
      await().atMost(LONG).until(() -> letters(fixture).size() == 51);
      assertThat(newest(service.book())).isEqualTo(1);
    }
  }

  private static List<DeadLetter> letters(LearningFixture fixture) {
    return fixture.messages(
        fixture.topics.deadLetters(), DeadLetter.parser(), DeadLetter.getDefaultInstance());
  }
}
