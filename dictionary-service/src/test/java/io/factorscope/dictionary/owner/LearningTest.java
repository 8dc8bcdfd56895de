package io.factorscope.dictionary.owner;

import static io.factorscope.dictionary.owner.LearningFixture.LONG;
import static io.factorscope.dictionary.owner.LearningFixture.hashes;
import static io.factorscope.dictionary.owner.LearningFixture.live;
import static io.factorscope.dictionary.owner.LearningFixture.newest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.Alias;
import io.factorscope.v1.VersionHeader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LearningTest {

  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private final MeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void versionsFollowFromTheEvidenceAloneOverRestartsAndGarbage() throws Exception {
    LearningFixture fixture = new LearningFixture(broker, "learn.");
    String evidence = fixture.topics.evidence().name();
    try (TransactionalWriter writer =
        new TransactionalWriter(broker.instance("writer", "0"), "evidence", meters)) {
      StreamOfEvidence stream = new StreamOfEvidence(writer, evidence);

      // One owner after the other: each goes on where the last one was stopped. Under another name
      // the
      // last one also waits until the group has missed its forerunner.
      for (int owner = 0; owner < 3; owner++) {
        try (DictionaryService service = fixture.service("0", meters)) {
          if (owner == 0) {
            new StreamOfStates(broker, fixture.topics).send(30);
          }
          long before = newest(service.book());
          stream.send(30, live(service.book()));
          writer.commit(List.of(new OutputRecord(evidence, 0, "x", Alias.getDefaultInstance(), 0)));
          stream.send(15, live(service.book()));
          await().atMost(LONG).until(() -> newest(service.book()) >= before + 3);
        }
      }

      try (DictionaryService last = fixture.service("1", meters)) {
        await().atMost(LONG).until(() -> newest(last.book()) >= 10);
        List<VersionHeader> derived = fixture.replay(last.book());
        await().atMost(LONG).until(() -> newest(last.book()) >= derived.size());
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
}
