package io.factorscope.coder.current;

import io.factorscope.coder.device.VersionCoders;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.Version;

/** A version with all that is prepared once for it. Immutable: swapped as a whole. */
public record PreparedVersion(VersionHeader header, SparseCoder coder) {

  /** Prepares a version; takes a while. */
  public static PreparedVersion of(Version version, VersionCoders coders) {
    VersionHeader header = version.header();
    return new PreparedVersion(header, coders.coder(version.dictionary(), header.getLambda()));
  }

  public long number() {
    return header.getId().getVersion();
  }
}
