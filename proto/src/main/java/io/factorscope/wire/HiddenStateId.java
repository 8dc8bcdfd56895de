package io.factorscope.wire;

import io.factorscope.v1.Slice;
import io.factorscope.v1.SourceDocument;

/**
 * The identity of a hidden state: where its document stands in {@code texts}, and which window,
 * token and layer.
 *
 * @param token counted in its window
 */
public record HiddenStateId(int partition, long offset, int window, int token, int layer) {

  /** The identity of a row of a document's states. */
  public static HiddenStateId of(SourceDocument document, Slice slice, int token, int layer) {
    return new HiddenStateId(
        document.getPartition(), document.getOffset(), slice.getWindow().getIndex(), token, layer);
  }

  /** A seeded 64-bit hash, the same everywhere and for ever: samples are drawn by it. */
  public long hash(long seed) {
    long hash = Hashes.mix(seed + Hashes.STEP * (partition + 1L));
    hash = Hashes.mix(hash ^ offset);
    hash = Hashes.mix(hash ^ ((long) window << 32 | token));
    return Hashes.mix(hash ^ layer);
  }

  /**
   * Whether this state belongs to a sample of the given share, 0 to 1, drawn with the given salt.
   */
  public boolean sampled(double share, long salt) {
    return Hashes.unit(hash(salt)) < share;
  }
}
