package io.factorscope.dictionary.learn;

import com.google.protobuf.ByteString;
import io.factorscope.sparse.learn.LearnerCounts;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.NewVersion;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes one dictionary: evidence in, in the order of its offsets, and out what is to be committed.
 * Reads no clock and no topic. Every answer counts as committed from then on: whoever can't commit
 * one begins again with a new writer. Not thread-safe.
 */
public final class DictionaryWriter {

  private final String dictionary;
  private final PublishedVersions published;
  private final long newestAtStart;
  private final UnaryOperator<VersionHeader> stamp;
  private final StageTimer timer;
  private final Learning learning;
  private final KeptAtoms kept;
  private final CheckpointRule checkpoints;
  private final boolean isNew;
  private Set<Long> usedAtCheckpoint;

  /**
   * @param published all that was published before
   * @param start where it begins; owned from now on
   * @param stamp completes a header by what does not follow from evidence: when it was made, and
   *     how its atoms are cut for the wire
   */
  public DictionaryWriter(
      PublishedVersions published,
      Restart.Start start,
      WriterSettings settings,
      StageTimer timer,
      UnaryOperator<VersionHeader> stamp) {
    this.published = published;
    this.newestAtStart = published.newest().getId().getVersion();
    this.dictionary = published.newest().getId().getName();
    this.stamp = stamp;
    this.timer = timer;
    this.learning = new Learning(start, settings.rule(), timer);
    this.kept = new KeptAtoms(settings.retention(), published.headers());
    this.checkpoints =
        new CheckpointRule(settings.checkpointBytes(), start.position().nextOffset());
    this.isNew = start.isNew();
    this.usedAtCheckpoint = used();
  }

  /** What is to be committed before any evidence. */
  public Change begin() {
    return isNew ? checkpoint() : Change.NOTHING;
  }

  /**
   * Takes a record. What its start includes, and what is of another dictionary, it passes over.
   *
   * @throws BadEvidenceException if it can't be used; it was passed over
   * @throws OtherVersionException if a version follows from it that is not the one that was
   *     published; this writer can't go on
   */
  public Change apply(EvidenceInput input) throws BadEvidenceException {
    if (input.offset() < next()) {
      return Change.NOTHING;
    }
    checkpoints.read(input.bytes());
    Optional<NewVersion> version = input.isOf(dictionary) ? learn(input) : Optional.empty();
    skipTo(input.offset() + 1);
    return version.map(this::publish).orElseGet(this::checkpointIfDue);
  }

  private Optional<NewVersion> learn(EvidenceInput input) throws BadEvidenceException {
    try {
      return learning.accept(EvidenceRecord.of(input, learning.head()));
    } catch (BadEvidenceException e) {
      skipTo(input.offset() + 1);
      throw e;
    }
  }

  /** Passes over what lies before an offset: nothing of it is about this dictionary. */
  public void skipTo(long offset) {
    learning.skipTo(offset);
  }

  /** A checkpoint of what was read since the last one, if anything was. */
  public Change idle() {
    return checkpoints.isDueWhenIdle(learning.position()) ? checkpoint() : Change.NOTHING;
  }

  private Change checkpointIfDue() {
    return checkpoints.isDue() ? checkpoint() : Change.NOTHING;
  }

  private Change checkpoint() {
    return Change.of(checkpointParts());
  }

  private List<LearnerCheckpoint> checkpointParts() {
    checkpoints.made(learning.position());
    usedAtCheckpoint = used();
    return timer.measure(LearnerStage.CHECKPOINT, learning::checkpoint);
  }

  /** One that was published before a restart is found to be the same. */
  private Change publish(NewVersion made) {
    long number = made.header().getId().getVersion();
    Optional<VersionHeader> before =
        number <= newestAtStart ? published.header(number) : Optional.empty();
    if (before.isPresent()) {
      requireSame(before.get(), made.header());
      learning.follow(before.get());
      return checkpointIfDue();
    }
    NewVersion version = new NewVersion(stamp.apply(made.header()), made.atoms());
    learning.follow(version.header());
    List<VersionHeader> dropped = needless();
    kept.remove(dropped);
    kept.add(version.header());
    boolean due = checkpoints.isDueWithVersion(learning.position());
    return Change.of(version, due ? checkpointParts() : List.of(), dropped);
  }

  private Set<Long> used() {
    return Stream.of(learning.live(), learning.best()).collect(Collectors.toSet());
  }

  /** A restart needs what was used at the checkpoint: also the last one's, if this one fails. */
  private List<VersionHeader> needless() {
    Set<Long> inUse = used();
    inUse.addAll(usedAtCheckpoint);
    inUse.addAll(published.aliased());
    return kept.needless(
        learning.head().getId().getVersion(), inUse, learning.position().streamTime());
  }

  private void requireSame(VersionHeader before, VersionHeader derived) {
    if (!before.getId().equals(derived.getId())) {
      throw new OtherVersionException(
          "of version %d of %s, %s was published and %s derived"
              .formatted(
                  derived.getId().getVersion(),
                  dictionary,
                  hex(before.getId().getContentHash()),
                  hex(derived.getId().getContentHash())));
    }
  }

  private static String hex(ByteString hash) {
    return HexFormat.of().formatHex(hash.toByteArray());
  }

  /** Offset of the first evidence that it has not read. */
  public long next() {
    return learning.position().nextOffset();
  }

  /** The newest version that it knows. */
  public VersionHeader head() {
    return learning.head();
  }

  public LearnerCounts counts() {
    return learning.counts();
  }

  /** Whether there are later versions than its head, which it must make again. */
  public boolean derivesAgain() {
    return head().getId().getVersion() < newestAtStart;
  }
}
