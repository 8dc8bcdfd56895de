package io.factorscope.dictionary.learn;

import static java.util.Objects.requireNonNull;

import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.NewVersion;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Versions that were published, in memory. */
public final class MemoryVersions implements PublishedVersions {

  private final NavigableMap<Long, NewVersion> versions = new TreeMap<>();

  /** The versions up to a number of those that were published elsewhere. */
  public static MemoryVersions upTo(long last, PublishedVersions published) {
    MemoryVersions copy = new MemoryVersions();
    published
        .headers()
        .takeWhile(header -> header.getId().getVersion() <= last)
        .forEach(header -> copy.add(new NewVersion(header, published.atoms(header))));
    return copy;
  }

  public void add(NewVersion version) {
    versions.put(version.header().getId().getVersion(), version);
  }

  @Override
  public Optional<VersionHeader> header(long version) {
    return Optional.ofNullable(versions.get(version)).map(NewVersion::header);
  }

  @Override
  public VersionHeader newest() {
    return versions.lastEntry().getValue().header();
  }

  @Override
  public Stream<VersionHeader> headers() {
    return versions.values().stream().map(NewVersion::header);
  }

  @Override
  public float[] atoms(VersionHeader header) {
    return requireNonNull(versions.get(header.getId().getVersion())).atoms();
  }

  @Override
  public Set<Long> aliased() {
    return Set.of();
  }
}
