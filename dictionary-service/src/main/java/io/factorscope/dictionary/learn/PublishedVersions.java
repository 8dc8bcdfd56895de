package io.factorscope.dictionary.learn;

import io.factorscope.v1.VersionHeader;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The versions of one dictionary that were published; there is at least one. */
public interface PublishedVersions {

  Optional<VersionHeader> header(long version);

  VersionHeader newest();

  /** All headers, oldest first. */
  Stream<VersionHeader> headers();

  /**
   * The atoms of a version, row-major {@code [factors][width]}.
   *
   * @throws IllegalStateException if they were dropped
   */
  float[] atoms(VersionHeader version);

  /** Numbers of the versions that an alias names, now. */
  Set<Long> aliased();
}
