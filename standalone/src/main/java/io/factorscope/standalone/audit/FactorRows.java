package io.factorscope.standalone.audit;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.SparseCodes;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** The pairs (factor, activation) of sparse codes, row after row. */
final class FactorRows {

  private final int factorBytes;
  private final ByteBuffer factors;
  private final ByteBuffer activations;

  FactorRows(SparseCodes codes) {
    this.factorBytes = codes.getFactorType() == ElementType.UINT32 ? Integer.BYTES : Short.BYTES;
    this.factors = LittleEndian.of(codes.getFactors());
    this.activations = LittleEndian.of(codes.getActivations());
  }

  /**
   * Checks all rows.
   *
   * @param supports UINT16[rows]: how many pairs each row has
   * @throws BadRecordException if there are other than so many pairs, or a row is not as the wire
   *     format promises
   */
  void check(ByteBuffer supports) throws BadRecordException {
    int rows = supports.remaining() / Short.BYTES;
    int pairs = IntStream.range(0, rows).map(row -> support(supports, row)).sum();
    Batches.check("codes.factors, bytes", factors.remaining(), (long) pairs * factorBytes);
    Batches.check("codes.activations, bytes", activations.remaining(), (long) pairs * Float.BYTES);
    int first = 0;
    for (int row = 0; row < rows; row++) {
      int end = first + support(supports, row);
      checkRow(row, first, end);
      first = end;
    }
  }

  /** The factors of all pairs. */
  IntStream factors() {
    return IntStream.range(0, factors.remaining() / factorBytes).map(this::factor);
  }

  private void checkRow(int row, int first, int end) throws BadRecordException {
    int before = -1;
    for (int pair = first; pair < end; pair++) {
      int factor = factor(pair);
      float activation = activations.getFloat(Float.BYTES * pair);
      // Written so that an activation that is no number is refused, too.
      if (factor <= before || !(activation > 0)) {
        throw new BadRecordException(
            "codes: row "
                + row
                + ": factor "
                + factor
                + " after "
                + before
                + ", activation "
                + activation
                + "; factors must ascend, activations be > 0");
      }
      before = factor;
    }
  }

  private int factor(int pair) {
    return factorBytes == Short.BYTES
        ? Short.toUnsignedInt(factors.getShort(Short.BYTES * pair))
        : factors.getInt(Integer.BYTES * pair);
  }

  private static int support(ByteBuffer supports, int row) {
    return Short.toUnsignedInt(supports.getShort(Short.BYTES * row));
  }
}
