package io.factorscope.embedder.states;

import java.util.stream.IntStream;

/**
 * A window whose states are wanted.
 *
 * @param ids of all its tokens, without special tokens; at least one
 * @param positions tokens whose states are wanted, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WindowRequest(int[] ids, int[] positions) {

  /** All states of a window. */
  public static WindowRequest all(int[] ids) {
    return new WindowRequest(ids, IntStream.range(0, ids.length).toArray());
  }
}
