package io.factorscope.dictionary.learn;

import io.factorscope.dictionary.learn.StageTimes.Stage;
import io.factorscope.sparse.learn.EvidenceShare;
import io.factorscope.sparse.learn.Gate;
import io.factorscope.sparse.learn.LearnedVersion;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerCounts;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.sparse.learn.ReplacedFactors;
import io.factorscope.sparse.learn.VersionRule;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.NewVersion;
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
  private Position position;

  /**
   * How far the evidence was read.
   *
   * @param firstOffset of the evidence since the head version
   * @param nextOffset of the evidence that was not read yet
   * @param firstTime of the evidence since version 1, while that is the head; ms since 1970, 0 if
   *     there was none
   * @param streamTime so far, ms since 1970
   */
  record Position(long firstOffset, long nextOffset, long firstTime, long streamTime) {

    /** Before any evidence. */
    static Position before(long offset) {
      return new Position(offset, offset, 0, 0);
    }

    Position after(long offset, long timestamp) {
      return new Position(
          firstOffset,
          offset + 1,
          firstTime == 0 ? timestamp : firstTime,
          Math.max(streamTime, timestamp));
    }

    Position at(long offset) {
      return new Position(firstOffset, Math.max(nextOffset, offset), firstTime, streamTime);
    }

    Position ofNextVersion() {
      return new Position(nextOffset, nextOffset, firstTime, streamTime);
    }
  }

  /**
   * @param state of the learner; it owns it from now on
   * @param chain the versions up to the one that the state is about
   * @param live the atoms of the version in use
   * @param best the atoms of the best version
   * @param position of what the state includes
   * @param times of its stages
   */
  Learning(
      LearnerState state,
      Chain chain,
      float[] live,
      float[] best,
      Position position,
      StageTimes times) {
    this.learner = new Learner(state);
    this.chain = chain;
    this.evaluation = new Evaluation(chain.head(), live, best);
    this.position = position;
    this.times = times;
  }

  /** Takes a record; answers the version that it closes. */
  Optional<NewVersion> accept(EvidenceRecord record) {
    position = position.after(record.offset(), record.timestamp());
    if (record.heldOut()) {
      learner.hold(record.batch());
    } else if (!chain.isWelcome(record.version(), record.contentHash(), position.streamTime())) {
      learner.refuse(record.batch());
    } else {
      ReplacedFactors since = chain.replacedSince(record.version());
      times.measure(Stage.SUMS, () -> learner.admit(record.batch(), since));
    }
    return closes() ? Optional.of(close()) : Optional.empty();
  }

  /** Passes over what lies before an offset: nothing of it is about this dictionary. */
  void skipTo(long offset) {
    position = position.at(offset);
  }

  private boolean closes() {
    LearnerState state = learner.state();
    Duration since = Duration.ofMillis(position.streamTime() - versionTime());
    return VersionRule.DEFAULT.closes(
        state.newlyLearned(), state.countsAtVersion().learned(), since);
  }

  /** Version 1 has no stream time: the first evidence begins it. */
  private long versionTime() {
    VersionHeader head = chain.head();
    return head.hasUpdate() ? head.getUpdate().getStreamTime() : position.firstTime();
  }

  private NewVersion close() {
    long vectors = learner.state().newlyLearned();
    int renewable =
        Gate.DEFAULT.renewable(
            learner.state().factors(), chain.replacedSince(chain.live().getId().getVersion()));
    LearnedVersion learned = times.measure(Stage.UPDATE, () -> learner.update(renewable));
    Evaluation.Outcome outcome =
        times.measure(Stage.GATE, () -> evaluation.of(learned, chain, learner.state().heldOut()));
    LearnerCounts counts = learned.counts();
    VersionHeader header =
        new NextHeader(chain.head(), chain.best(), learned, outcome)
            .of(
                position.firstOffset(),
                position.nextOffset(),
                vectors,
                position.streamTime(),
                EvidenceShare.DEFAULT.after(counts.coded()));
    position = position.ofNextVersion();
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

  /** Number of the best version. */
  long best() {
    return chain.best();
  }

  VersionHeader head() {
    return chain.head();
  }

  Position position() {
    return position;
  }
}
