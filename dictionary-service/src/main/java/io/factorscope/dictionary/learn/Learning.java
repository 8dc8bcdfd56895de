package io.factorscope.dictionary.learn;

import io.factorscope.dictionary.learn.StageTimes.Stage;
import io.factorscope.dictionary.versions.NewVersion;
import io.factorscope.sparse.learn.EvidenceShare;
import io.factorscope.sparse.learn.LearnedVersion;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerCounts;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.sparse.learn.ReplacedFactors;
import io.factorscope.sparse.learn.VersionRule;
import io.factorscope.v1.VersionHeader;
import java.time.Duration;
import java.util.Optional;

/**
 * Learns one dictionary: evidence in, in the order of its offsets, and now and then a version out.
 * What it does follows from the evidence alone. Not thread-safe.
 */
final class Learning {

  private final Learner learner;
  private final Chain chain;
  private final Evaluation evaluation;
  private final StageTimes times;
  private long firstOffset;
  private long nextOffset;
  private long streamTime;

  /**
   * @param state of the learner; it owns it from now on
   * @param chain the versions up to the one that the state is about
   * @param live the atoms of the version in use
   * @param nextOffset of the evidence that the state does not include yet
   * @param streamTime so far, ms since 1970
   * @param times of its stages
   */
  Learning(
      LearnerState state,
      Chain chain,
      float[] live,
      long nextOffset,
      long streamTime,
      StageTimes times) {
    this.learner = new Learner(state);
    this.chain = chain;
    this.evaluation = new Evaluation(chain.head(), live);
    this.firstOffset = nextOffset;
    this.nextOffset = nextOffset;
    this.streamTime = streamTime;
    this.times = times;
  }

  /** Takes a record; answers the version that it closes. */
  Optional<NewVersion> accept(EvidenceRecord record) {
    nextOffset = record.offset() + 1;
    streamTime = Math.max(streamTime, record.timestamp());
    if (record.heldOut()) {
      learner.hold(record.batch());
    } else if (!chain.isWelcome(record.version(), record.contentHash(), streamTime)) {
      learner.refuse(record.batch());
    } else {
      ReplacedFactors since = chain.replacedSince(record.version());
      times.measure(Stage.SUMS, () -> learner.admit(record.batch(), since));
    }
    return closes() ? Optional.of(close()) : Optional.empty();
  }

  /** Passes over a record that is not about this dictionary. */
  void skip(long offset) {
    nextOffset = offset + 1;
  }

  private boolean closes() {
    LearnerState state = learner.state();
    Duration since = Duration.ofMillis(streamTime - versionTime());
    return VersionRule.DEFAULT.closes(
        state.newlyLearned(), state.countsAtVersion().learned(), since);
  }

  /** Version 1 has no stream time: the first evidence begins it. */
  private long versionTime() {
    VersionHeader head = chain.head();
    return head.hasUpdate() ? head.getUpdate().getStreamTime() : streamTime;
  }

  private NewVersion close() {
    long vectors = learner.state().newlyLearned();
    LearnedVersion learned = times.measure(Stage.UPDATE, learner::update);
    Evaluation.Outcome outcome =
        times.measure(Stage.GATE, () -> evaluation.of(learned, chain, learner.state().heldOut()));
    LearnerCounts counts = learned.counts();
    VersionHeader header =
        new NextHeader(chain.head(), learned, outcome)
            .of(
                firstOffset,
                nextOffset,
                vectors,
                streamTime,
                EvidenceShare.DEFAULT.after(counts.coded()));
    firstOffset = nextOffset;
    return new NewVersion(header, learned.atoms());
  }

  /**
   * The version that {@link #accept} answered is committed, or was so before: it is the head now.
   */
  void follow(VersionHeader committed) {
    chain.add(committed);
    if (committed.getRefused().isEmpty()) {
      evaluation.follow();
    }
  }

  LearnerState state() {
    return learner.state();
  }

  /** Number of the version in use. */
  long live() {
    return chain.live().getId().getVersion();
  }

  VersionHeader head() {
    return chain.head();
  }

  long nextOffset() {
    return nextOffset;
  }

  long streamTime() {
    return streamTime;
  }
}
