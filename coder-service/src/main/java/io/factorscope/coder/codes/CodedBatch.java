package io.factorscope.coder.codes;

import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.coder.states.StatesBatch;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.wire.StateRows;
import java.util.List;

/**
 * A batch of states with its codes, or some of its tokens: codes may take more room than the states
 * did, and are then sent in parts.
 *
 * @param codes of all batches that were coded together
 * @param codesRow of the first state, in the codes
 * @param version that made them
 * @param stateRows the rows that this is about
 * @param statesRow of the first state, in the batch
 */
public record CodedBatch(
    StatesBatch batch,
    SparseCodes codes,
    int codesRow,
    PreparedVersion version,
    StateRows stateRows,
    int statesRow) {

  /** A whole batch. */
  public static CodedBatch of(
      StatesBatch batch, SparseCodes codes, int codesRow, PreparedVersion version) {
    return new CodedBatch(batch, codes, codesRow, version, batch.stateRows(), 0);
  }

  /** Vectors in it. */
  public int rows() {
    return (int) stateRows.count();
  }

  int tokens() {
    return (int) stateRows.tokens();
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
    StateRows first = stateRows.ofTokens(0, half);
    StateRows second = stateRows.ofTokens(half, tokens());
    int rows = (int) first.count();
    return List.of(
        new CodedBatch(batch, codes, codesRow, version, first, statesRow),
        new CodedBatch(batch, codes, codesRow + rows, version, second, statesRow + rows));
  }
}
