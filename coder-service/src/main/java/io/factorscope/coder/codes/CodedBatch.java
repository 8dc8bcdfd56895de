package io.factorscope.coder.codes;

import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.coder.states.StatesBatch;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.v1.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of states with its codes, or some of its tokens: codes may take more room than the states
 * did, and are then sent in parts.
 *
 * @param codes of all batches that were coded together
 * @param codesRow of the first state, in the codes
 * @param version that made them
 * @param slices the tokens that this is about
 * @param statesRow of the first state, in the batch
 */
public record CodedBatch(
    StatesBatch batch,
    SparseCodes codes,
    int codesRow,
    PreparedVersion version,
    List<Slice> slices,
    int statesRow) {

  /** A whole batch. */
  public static CodedBatch of(
      StatesBatch batch, SparseCodes codes, int codesRow, PreparedVersion version) {
    List<Slice> slices =
        batch.noVectors().isPresent() ? List.of() : batch.message().getSlicesList();
    return new CodedBatch(batch, codes, codesRow, version, slices, 0);
  }

  int layers() {
    return batch.message().getLayersCount();
  }

  /** Vectors in it. */
  public int rows() {
    return tokens() * layers();
  }

  int tokens() {
    return StatesBatch.tokens(slices);
  }

  /** Row of the codes for a row of this. */
  public int row(int row) {
    return codesRow + row;
  }

  /** Sum of the supports. */
  int entries() {
    return codes.offset(row(rows())) - codes.offset(codesRow);
  }

  float largestGap() {
    float largest = 0;
    for (int row = 0; row < rows(); row++) {
      largest = Math.max(largest, codes.gaps()[row(row)]);
    }
    return largest;
  }

  /** Its tokens in two halves. */
  List<CodedBatch> halves() {
    int half = tokens() / 2;
    int rows = half * layers();
    return List.of(
        new CodedBatch(batch, codes, codesRow, version, cut(0, half), statesRow),
        new CodedBatch(
            batch, codes, codesRow + rows, version, cut(half, tokens()), statesRow + rows));
  }

  /** The slices of tokens [from, to), counted over all slices. */
  private List<Slice> cut(int from, int to) {
    List<Slice> cut = new ArrayList<>();
    int at = 0;
    for (Slice slice : slices) {
      int length = slice.getEnd() - slice.getFirst();
      int first = Math.max(from - at, 0);
      int end = Math.min(to - at, length);
      if (first < end) {
        cut.add(
            slice.toBuilder()
                .setFirst(slice.getFirst() + first)
                .setEnd(slice.getFirst() + end)
                .build());
      }
      at += length;
    }
    return cut;
  }
}
