package io.factorscope.versions;

import io.factorscope.v1.FirstVersionWait;
import io.factorscope.v1.VersionHeader;
import java.util.List;
import java.util.Optional;

/**
 * The versions of a dictionary.
 *
 * @param versions those that were asked for, in order
 * @param live number of the one that {@code live} names; 0 before version 1
 * @param awaited what version 1 waits for; empty when there is one, or nobody can say
 */
public record VersionList(
    List<VersionHeader> versions, long live, Optional<FirstVersionWait> awaited) {

  public VersionList {
    versions = List.copyOf(versions);
  }

  /** No version, and nobody says why. */
  public static VersionList empty(long live) {
    return new VersionList(List.of(), live, Optional.empty());
  }

  /** The one that {@code live} names, if it was asked for. */
  public Optional<VersionHeader> inUse() {
    return versions.stream().filter(each -> each.getId().getVersion() == live).findFirst();
  }
}
