package io.factorscope.coder.current;

import io.factorscope.sparse.SparseCoder;
import io.factorscope.v1.VersionHeader;

/** A version with all that is prepared once for it. Immutable: swapped as a whole. */
public record PreparedVersion(VersionHeader header, SparseCoder coder) {

  public long number() {
    return header.getId().getVersion();
  }
}
