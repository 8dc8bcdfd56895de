package io.factorscope.versions;

import io.factorscope.sparse.Dictionary;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Atoms;
import java.util.Iterator;

/** A version whose atoms are what its content hash says: verified once, when it is assembled. */
public final class Version {

  private final VersionHeader header;
  private final float[] atoms;

  private Version(VersionHeader header, float[] atoms) {
    this.header = header;
    this.atoms = atoms;
  }

  /**
   * Assembles a version.
   *
   * @param chunks all of its chunks, in any order; read one at a time
   * @throws IllegalArgumentException if they are not those of the header; says why
   */
  public static Version of(VersionHeader header, Iterator<VersionChunk> chunks) {
    return new Version(header, Atoms.of(header, chunks));
  }

  public VersionHeader header() {
    return header;
  }

  public long number() {
    return header.getId().getVersion();
  }

  /** Row-major {@code [factors][width]}. Live: not to be changed. */
  public float[] atoms() {
    return atoms;
  }

  /**
   * Its atoms, packed for coding.
   *
   * @throws IllegalArgumentException if an atom is not finite, or neither of norm one nor zero
   */
  public Dictionary dictionary() {
    return Dictionary.of(atoms, header.getFactors(), header.getModel().getWidth());
  }
}
