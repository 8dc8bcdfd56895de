package io.factorscope.coder.current;

import io.factorscope.coder.device.VersionCoders;
import io.factorscope.sparse.Dictionary;
import io.factorscope.v1.DictionariesGrpc.DictionariesBlockingStub;
import io.factorscope.v1.GetRequest;
import io.factorscope.v1.GetResponse;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.ContentHash;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** Fetches a version, checks that it is what its hash says, and prepares it for coding. */
final class VersionFetch {

  private static final long PATIENCE_MINUTES = 2;

  private final DictionariesBlockingStub dictionaries;
  private final VersionCoders coders;

  VersionFetch(DictionariesBlockingStub dictionaries, VersionCoders coders) {
    this.dictionaries = dictionaries;
    this.coders = coders;
  }

  /**
   * @throws IllegalStateException if what came is not the version
   */
  PreparedVersion fetch(String dictionary, long version) {
    GetRequest request =
        GetRequest.newBuilder().setDictionary(dictionary).setVersion(version).build();
    Iterator<GetResponse> parts =
        dictionaries.withDeadlineAfter(PATIENCE_MINUTES, TimeUnit.MINUTES).get(request);
    VersionHeader header = parts.next().getHeader();
    int width = header.getModel().getWidth();
    float[] atoms = new float[Math.multiplyExact(header.getFactors(), width)];
    while (parts.hasNext()) {
      copy(parts.next().getChunk(), atoms, width);
    }
    checkHash(header, atoms);
    return new PreparedVersion(
        header, coders.coder(Dictionary.of(atoms, header.getFactors(), width), header.getLambda()));
  }

  private static void copy(VersionChunk chunk, float[] atoms, int width) {
    FloatBuffer from =
        chunk.getAtoms().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    long first = (long) chunk.getFirstFactor() * width;
    long length = (long) chunk.getFactors() * width;
    if (first < 0 || length != from.remaining() || first + length > atoms.length) {
      throw new IllegalStateException(
          "chunk %d: has %d floats for %d factors from %d on, of width %d"
              .formatted(
                  chunk.getChunk(),
                  from.remaining(),
                  chunk.getFactors(),
                  chunk.getFirstFactor(),
                  width));
    }
    from.get(atoms, (int) first, (int) length);
  }

  private static void checkHash(VersionHeader header, float[] atoms) {
    byte[] hash =
        ContentHash.of(
            header.getParentHash().toByteArray(),
            atoms,
            header.getLambda(),
            header.getModel().getHash().toByteArray(),
            header.getLayersList());
    if (!Arrays.equals(hash, header.getId().getContentHash().toByteArray())) {
      throw new IllegalStateException(
          "version %d of %s is not what its content hash says"
              .formatted(header.getId().getVersion(), header.getId().getName()));
    }
  }
}
