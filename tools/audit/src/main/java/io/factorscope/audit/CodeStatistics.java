package io.factorscope.audit;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.CodeBatch;
import io.factorscope.wire.CodeBatches;
import io.factorscope.wire.Codes;
import io.factorscope.wire.ExplainedVariance;
import io.factorscope.wire.InvalidMessageException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** How sparse, how exact and how good the codes are. */
final class CodeStatistics {

  /** Largest relative duality gap that the coder promises. */
  static final double GAP_LIMIT = 1e-4;

  /** A support travels as UINT16. */
  private static final int MAX_SUPPORT = 0xFFFF;

  /** Of any dictionary: what is counted of each must fit the audit's memory. */
  private static final int MAX_FACTORS = 1 << 24;

  private final long[] bySupport = new long[MAX_SUPPORT + 1];
  private final BitSet used = new BitSet();
  private final ExplainedVariance variance = new ExplainedVariance();
  private long codes;
  private long supports;
  private long overLimit;
  private double largestGap;

  /**
   * Adds the codes of a batch.
   *
   * @throws BadRecordException if its parts do not fit each other, or the batches before
   */
  void add(CodeBatch batch) throws BadRecordException {
    Codes rows = codes(batch);
    checkFactors(rows);
    addSums(batch);
    for (int row = 0; row < rows.rows(); row++) {
      add(rows, row);
    }
    codes += rows.rows();
  }

  private static Codes codes(CodeBatch batch) throws BadRecordException {
    try {
      return CodeBatches.unpack(batch);
    } catch (InvalidMessageException e) {
      throw new BadRecordException(e);
    }
  }

  private static void checkFactors(Codes rows) throws BadRecordException {
    for (int row = 0; row < rows.rows(); row++) {
      int support = rows.support(row);
      // They ascend.
      int largest = support == 0 ? 0 : rows.factor(row, support - 1);
      if (largest >= MAX_FACTORS) {
        throw new BadRecordException(
            "codes.factors: is " + largest + ", must be below " + MAX_FACTORS);
      }
    }
  }

  private void add(Codes rows, int row) {
    int support = rows.support(row);
    bySupport[support]++;
    supports += support;
    for (int entry = 0; entry < support; entry++) {
      used.set(rows.factor(row, entry));
    }
    addGap(rows.gap(row));
  }

  long codes() {
    return codes;
  }

  /** Codes that use a factor at all. */
  long nonEmpty() {
    return codes - bySupport[0];
  }

  /** Factors a code; 0 without codes. */
  double supportMean() {
    return codes == 0 ? 0 : (double) supports / codes;
  }

  /** The least support that at least the given share of the codes does not exceed. */
  int supportQuantile(double share) {
    long wanted = (long) Math.ceil(share * codes);
    long below = 0;
    for (int support = 0; support <= MAX_SUPPORT; support++) {
      below += bySupport[support];
      if (below >= wanted) {
        return support;
      }
    }
    return MAX_SUPPORT;
  }

  /** Infinite if a gap is no number. */
  double largestGap() {
    return largestGap;
  }

  /** Codes whose gap is not within the limit. */
  long overLimit() {
    return overLimit;
  }

  /** Factors that some code uses. */
  int factorsUsed() {
    return used.cardinality();
  }

  /** Null as long as the vectors do not vary: JSON has no NaN. */
  @Nullable Double explainedVariance() {
    double value = variance.value();
    return Double.isNaN(value) ? null : value;
  }

  private void addSums(CodeBatch batch) throws BadRecordException {
    try {
      batch.getLayerSumsList().forEach(variance::add);
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(String.valueOf(e.getMessage()), e);
    }
  }

  private void addGap(float gap) {
    // Written so that NaN is not within.
    boolean within = gap <= GAP_LIMIT;
    overLimit += within ? 0 : 1;
    largestGap = Float.isNaN(gap) ? Double.POSITIVE_INFINITY : Math.max(largestGap, gap);
  }
}
