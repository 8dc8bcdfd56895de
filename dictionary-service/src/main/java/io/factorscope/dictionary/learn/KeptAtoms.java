package io.factorscope.dictionary.learn;

import io.factorscope.v1.VersionHeader;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The versions of a dictionary that have their atoms still, as its owner knows. */
final class KeptAtoms {

  private final Retention retention;
  private final NavigableMap<Long, VersionHeader> versions = new TreeMap<>();

  /**
   * @param published all headers that there are, as they were published
   */
  KeptAtoms(Retention retention, Stream<VersionHeader> published) {
    this.retention = retention;
    published.filter(header -> !header.getAtomsDropped()).forEach(this::add);
  }

  /** A version that was published with its atoms. */
  void add(VersionHeader version) {
    versions.put(version.getId().getVersion(), version);
  }

  /**
   * The versions whose atoms nobody needs once there is a new one.
   *
   * @param head number of the new version
   * @param inUse versions that are needed whatever their age
   */
  List<VersionHeader> needless(long head, Set<Long> inUse, long streamTime) {
    return versions.headMap(head, false).values().stream()
        .filter(version -> !inUse.contains(version.getId().getVersion()))
        .filter(version -> !retention.keeps(version, head, streamTime))
        .toList();
  }

  /** Their atoms are gone. */
  void remove(Collection<VersionHeader> dropped) {
    dropped.forEach(version -> versions.remove(version.getId().getVersion()));
  }
}
