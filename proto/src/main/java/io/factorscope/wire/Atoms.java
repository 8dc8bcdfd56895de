package io.factorscope.wire;

import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Assembles the atoms of a version from its chunks, in any order; they are handed out only if the
 * content hash is of them.
 */
public final class Atoms {

  private final VersionHeader header;
  private final float[] values; // [factors][width]
  private int factors;

  /**
   * @throws IllegalArgumentException if the header's shape is that of no dictionary
   */
  Atoms(VersionHeader header) {
    this.header = header;
    long size = (long) header.getFactors() * header.getModel().getWidth();
    if (header.getFactors() < 1 || header.getModel().getWidth() < 1 || size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "version %d of %s: has %d factors of width %d, must have at least one of each"
              .formatted(
                  header.getId().getVersion(),
                  header.getId().getName(),
                  header.getFactors(),
                  header.getModel().getWidth()));
    }
    this.values = new float[(int) size];
  }

  /**
   * The atoms of a version, row-major {@code [factors][width]}.
   *
   * @param chunks all of them, in any order; read one at a time
   * @throws IllegalArgumentException if they are not those that the header's content hash is of
   */
  public static float[] of(VersionHeader header, Iterator<VersionChunk> chunks) {
    Atoms atoms = new Atoms(header);
    chunks.forEachRemaining(atoms::add);
    return atoms.values();
  }

  /**
   * Checks that a chunk can be of a version: it has as many atoms as it says, within the version.
   *
   * @throws IllegalArgumentException if it can't
   */
  public static void check(VersionChunk chunk, VersionHeader header) {
    int width = header.getModel().getWidth();
    int bytes = chunk.getAtoms().size();
    long end = (long) chunk.getFirstFactor() + chunk.getFactors();
    boolean fits =
        chunk.getFirstFactor() >= 0
            && chunk.getFactors() >= 1
            && end <= header.getFactors()
            && bytes % Float.BYTES == 0
            && bytes / Float.BYTES == (long) chunk.getFactors() * width;
    if (!fits) {
      throw new IllegalArgumentException(
          "chunk %d: has %d floats for %d factors from %d on, of width %d; there are %d factors"
              .formatted(
                  chunk.getChunk(),
                  bytes / Float.BYTES,
                  chunk.getFactors(),
                  chunk.getFirstFactor(),
                  width,
                  header.getFactors()));
    }
  }

  /**
   * Adds a chunk.
   *
   * @throws IllegalArgumentException if it can't be one of this version
   */
  void add(VersionChunk chunk) {
    check(chunk, header);
    int width = header.getModel().getWidth();
    FloatBuffer atoms = Vectors.read(chunk.getAtoms()).asFloatBuffer();
    atoms.get(values, chunk.getFirstFactor() * width, chunk.getFactors() * width);
    factors += chunk.getFactors();
  }

  /**
   * The atoms, row-major {@code [factors][width]}. Live.
   *
   * @throws IllegalArgumentException if they are not those that the content hash is of
   */
  float[] values() {
    byte[] hash =
        ContentHash.of(
            header.getParentHash().toByteArray(),
            values,
            header.getLambda(),
            header.getModel().getHash().toByteArray(),
            header.getLayersList());
    if (factors != header.getFactors()
        || !Arrays.equals(hash, header.getId().getContentHash().toByteArray())) {
      throw new IllegalArgumentException(
          "version %d of %s is not what its content hash says"
              .formatted(header.getId().getVersion(), header.getId().getName()));
    }
    return values;
  }
}
