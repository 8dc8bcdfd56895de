package io.factorscope.coder.codes;

import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.coder.states.StatesBatch;
import io.factorscope.sparse.SparseCodes;

/**
 * A batch of states with its codes.
 *
 * @param codes of all batches that were coded together
 * @param first row of this batch in the codes
 */
public record CodedBatch(StatesBatch batch, SparseCodes codes, int first, PreparedVersion version) {

  /** Row of the codes for a row of the batch. */
  int row(int row) {
    return first + row;
  }

  float largestGap() {
    float largest = 0;
    for (int row = 0; row < batch.rows(); row++) {
      largest = Math.max(largest, codes.gaps()[row(row)]);
    }
    return largest;
  }
}
