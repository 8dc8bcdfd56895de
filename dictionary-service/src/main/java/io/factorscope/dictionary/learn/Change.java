package io.factorscope.dictionary.learn;

import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.NewVersion;
import io.factorscope.wire.Aliases;
import java.util.List;
import java.util.Optional;

/**
 * What is to be committed for a dictionary, all or nothing.
 *
 * @param version that was made
 * @param alias that moves to the version
 * @param checkpoint the parts of the writer's state; empty if there is no checkpoint
 * @param dropped headers, as they were published, of versions whose atoms nobody needs any more
 */
public record Change(
    Optional<NewVersion> version,
    Optional<String> alias,
    List<LearnerCheckpoint> checkpoint,
    List<VersionHeader> dropped) {

  /** Nothing is to be committed. */
  public static final Change NOTHING =
      new Change(Optional.empty(), Optional.empty(), List.of(), List.of());

  /** A version that is used from now on. */
  public static Change ofFirst(NewVersion version) {
    return new Change(Optional.of(version), Optional.of(Aliases.LIVE), List.of(), List.of());
  }

  /** A version that follows another: it is used unless its header says why not. */
  static Change of(
      NewVersion version, List<LearnerCheckpoint> checkpoint, List<VersionHeader> dropped) {
    boolean passes = version.header().getRefused().isEmpty();
    return new Change(
        Optional.of(version),
        passes ? Optional.of(Aliases.LIVE) : Optional.empty(),
        checkpoint,
        dropped);
  }

  static Change of(List<LearnerCheckpoint> checkpoint) {
    return new Change(Optional.empty(), Optional.empty(), checkpoint, List.of());
  }

  public boolean isNothing() {
    return version.isEmpty() && checkpoint.isEmpty();
  }
}
