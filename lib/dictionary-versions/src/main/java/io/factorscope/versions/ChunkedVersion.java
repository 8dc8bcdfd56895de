package io.factorscope.versions;

import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import java.util.List;

/**
 * A version as it lies in the topic and goes over the wire.
 *
 * @param chunks all of them, in order; each fits the header, their content hash was not compared
 */
public record ChunkedVersion(VersionHeader header, List<VersionChunk> chunks) {

  /**
   * Copies the atoms out of the chunks.
   *
   * @throws IllegalArgumentException if they are not what the content hash says
   */
  public Version assemble() {
    return Version.of(header, chunks.iterator());
  }
}
