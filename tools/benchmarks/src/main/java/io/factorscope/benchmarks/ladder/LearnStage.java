package io.factorscope.benchmarks.ladder;

import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.dictionary.learn.EvidenceRecord;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.sparse.learn.EvidenceBatch;
import io.factorscope.sparse.learn.Gate;
import io.factorscope.sparse.learn.HeldOutScore;
import io.factorscope.sparse.learn.HeldOutScorer;
import io.factorscope.sparse.learn.LearnedVersion;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerSettings;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.sparse.learn.ReplacedFactors;
import io.factorscope.sparse.learn.VersionRule;
import io.factorscope.v1.VersionHeader;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads evidence and learns of it, with as many versions, each scored and compared with the one
 * before, as the stream makes when it has run as long as it had: after the first round over the
 * evidence, which is the warm-up, the count of learned vectors that decides that stands still.
 */
final class LearnStage implements Stage {

  private final TopicLoop evidence;
  private final VersionHeader header;
  private final double tokensPerVector;
  private final Learner learner;
  private HeldOutScorer live;
  private long learnedInStream;

  /**
   * @param version of the dictionary to learn on from
   * @param share of the coded vectors that are sent as evidence
   */
  LearnStage(TopicLoop evidence, PreparedVersion version, double share) {
    this.evidence = evidence;
    this.header = version.header();
    this.live = new HeldOutScorer(version.coder());
    this.tokensPerVector = 1 / (share * header.getLayersCount());
    this.learner =
        new Learner(
            LearnerState.first(
                version.coder().dictionary(),
                new int[header.getFactors()],
                LearnerSettings.defaults(header.getEvidence().getSalt())));
  }

  /** Learns of all evidence of the stream once, so that the learner is where the stream was. */
  void catchUp() {
    while (evidence.rounds() == 0) {
      work();
    }
  }

  @Override
  public double work() {
    EvidenceBatch batch = learn(evidence.next());
    LearnerState state = learner.state();
    if (evidence.rounds() == 0) {
      learnedInStream = state.countsAtVersion().learned();
    }
    if (VersionRule.DEFAULT.closes(state.newlyLearned(), learnedInStream, Duration.ZERO)) {
      makeVersion();
    }
    return batch.count() * tokensPerVector;
  }

  private EvidenceBatch learn(ConsumerRecord<byte[], byte[]> record) {
    try {
      EvidenceRecord read = EvidenceRecord.of(record, EvidenceRecord.parse(record), header);
      if (read.heldOut()) {
        learner.hold(read.batch());
      } else {
        learner.admit(read.batch(), ReplacedFactors.none());
      }
      return read.batch();
    } catch (BadRecordException e) {
      throw new BenchmarkException("evidence of the stream can't be read", e);
    }
  }

  private void makeVersion() {
    LearnedVersion version = learner.update();
    HeldOutScorer candidate =
        new HeldOutScorer(SparseCoders.best(version.dictionary(), header.getLambda()));
    HeldOutScore score = candidate.score(learner.state().heldOut());
    HeldOutScore before = live.score(learner.state().heldOut());
    if (Gate.DEFAULT
        .refusal(version, ReplacedFactors.none().and(version), score, before, before)
        .isEmpty()) {
      live = candidate;
    }
  }

  @Override
  public void close() {
    evidence.close();
  }
}
