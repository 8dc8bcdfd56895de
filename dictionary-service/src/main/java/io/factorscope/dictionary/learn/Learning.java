package io.factorscope.dictionary.learn;

import io.factorscope.sparse.learn.EvidenceShare;
import io.factorscope.sparse.learn.Gate;
import io.factorscope.sparse.learn.LearnedVersion;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerCounts;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.sparse.learn.ReplacedFactors;
import io.factorscope.sparse.learn.VersionRule;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.NewVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Learns one dictionary: evidence in, in the order of its offsets, and now and then a version out.
 * What it does follows from the evidence alone. Not thread-safe.
 */
final class Learning {

  private final Learner learner;
  private final Chain chain;
  private final Evaluation evaluation;
  private final VersionRule rule;
  private final StageTimer timer;
  private Position position;

  /**
   * @param start where it begins; owned from now on
   * @param rule when a version closes
   * @param timer of its stages
   */
  Learning(Restart.Start start, VersionRule rule, StageTimer timer) {
    this.learner = new Learner(start.state());
    this.chain = start.chain();
    this.evaluation = new Evaluation(chain.head(), start.live(), start.best());
    this.position = start.position();
    this.rule = rule;
    this.timer = timer;
  }

  /** Takes a record; answers the version that it closes. */
  Optional<NewVersion> accept(EvidenceRecord record) {
    position = position.after(record.offset(), record.timestamp());
    if (record.heldOut()) {
      learner.hold(record.batch());
    } else if (!chain.isAdmissible(record.version(), record.contentHash(), position.streamTime())) {
      learner.refuse(record.batch());
    } else {
      ReplacedFactors since = chain.replacedSince(record.version());
      timer.measure(LearnerStage.SUMS, () -> learner.admit(record.batch(), since));
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
    return rule.closes(state.newlyLearned(), state.countsAtVersion().learned(), since);
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
    LearnedVersion learned = timer.measure(LearnerStage.UPDATE, () -> learner.update(renewable));
    Evaluation.Outcome outcome =
        timer.measure(
            LearnerStage.GATE, () -> evaluation.of(learned, chain, learner.state().heldOut()));
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

  /** The version that {@link #accept} answered is the head now. */
  void follow(VersionHeader version) {
    chain.add(version);
    if (version.getRefused().isEmpty()) {
      evaluation.follow();
    }
  }

  /** All that it knows, in parts. */
  List<LearnerCheckpoint> checkpoint() {
    return Checkpoint.parts(head().getId(), learner.state(), position);
  }

  LearnerCounts counts() {
    return learner.state().counts();
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
