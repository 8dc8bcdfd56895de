package io.factorscope.dictionary.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.dictionary.versions.NewVersion;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.learn.LearnerSettings;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.v1.VersionHeader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What is learned of recorded evidence is what was learned when it was recorded, bit for bit. */
class PlantedChainTest {

  @Test
  void theSameVersionsFollowFromTheSameEvidence() throws Exception {
    PlantedEvidence planted = PlantedEvidence.read();
    PlantedLearner learner = new PlantedLearner(planted.first(), planted.atoms());
    for (PlantedEvidence.Row row : planted.records()) {
      learner.accept(row);
    }
    assertThat(learner.versions().stream().map(PlantedEvidence::line))
        .containsExactlyElementsOf(PlantedEvidence.chain())
        .hasSizeGreaterThan(20);
  }

  /** Learns of rows. */
  static final class PlantedLearner {

    private final Learning learning;
    private final List<VersionHeader> versions = new ArrayList<>();

    PlantedLearner(VersionHeader first, float[] atoms) {
      Chain chain = new Chain();
      chain.add(first);
      versions.add(first);
      LearnerState state =
          LearnerState.first(
              Dictionary.of(atoms, first.getFactors(), first.getModel().getWidth()),
              new int[first.getFactors()],
              LearnerSettings.defaults(first.getEvidence().getSalt()));
      learning =
          new Learning(
              state,
              chain,
              atoms,
              atoms,
              Learning.Position.before(0),
              new StageTimes(new SimpleMeterRegistry()));
    }

    Optional<NewVersion> accept(PlantedEvidence.Row row) throws Exception {
      ConsumerRecord<byte[], byte[]> record =
          new ConsumerRecord<>(
              "evidence",
              0,
              row.offset(),
              row.timestamp(),
              org.apache.kafka.common.record.TimestampType.LOG_APPEND_TIME,
              0,
              0,
              new byte[0],
              row.message().toByteArray(),
              new org.apache.kafka.common.header.internals.RecordHeaders(
                  Headers.of(row.message(), 0)),
              Optional.empty());
      Optional<NewVersion> made =
          learning.accept(EvidenceRecord.of(record, row.message(), learning.head()));
      made.ifPresent(
          version -> {
            learning.follow(version.header());
            versions.add(version.header());
          });
      return made;
    }

    List<VersionHeader> versions() {
      return versions;
    }
  }
}
