package io.factorscope.dictionary.learn;

import io.factorscope.v1.VersionHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A dictionary whose writer's changes are committed in memory. */
public final class WrittenDictionary {

  private final MemoryVersions versions;
  private final List<Change> changes = new ArrayList<>();
  private final WriterSettings settings;
  private DictionaryWriter writer;

  /**
   * @param versions that were published
   * @param checkpoint to begin at
   */
  public WrittenDictionary(
      MemoryVersions versions, Optional<Checkpoint> checkpoint, WriterSettings settings) {
    this.versions = versions;
    this.settings = settings;
    this.writer = writer(new Restart(versions).from(checkpoint, 0));
  }

  private DictionaryWriter writer(Restart.Start start) {
    DictionaryWriter begun =
        new DictionaryWriter(
            versions, start, settings, StageTimer.none(), UnaryOperator.identity());
    commit(begun.begin());
    return begun;
  }

  /** Takes a record; answers the change that was committed. */
  public Change apply(EvidenceInput input) throws BadEvidenceException {
    return commit(writer.apply(input));
  }

  Change commit(Change change) {
    change.version().ifPresent(versions::add);
    if (!change.isNothing()) {
      changes.add(change);
    }
    return change;
  }

  /** As an owner that was killed and has come back: goes on from the last checkpoint. */
  void restart() {
    Checkpoint last =
        Checkpoint.read(
            changes.stream()
                .map(Change::checkpoint)
                .filter(checkpoint -> !checkpoint.isEmpty())
                .reduce((before, after) -> after)
                .orElseThrow());
    writer = writer(new Restart(versions).from(Optional.of(last), 0));
  }

  DictionaryWriter writer() {
    return writer;
  }

  /** What was committed, in order. */
  List<Change> changes() {
    return changes;
  }

  /** All headers, from version 1 on. */
  public List<VersionHeader> chain() {
    return versions.headers().toList();
  }

  public MemoryVersions versions() {
    return versions;
  }
}
