package io.factorscope.sparse.learn;

import io.factorscope.sparse.SparseCodes;
import java.util.BitSet;

/**
 * The factors that were replaced, or merged into others, since some version. Immutable.
 *
 * <p>A code by that version is evidence about today's atoms as long as it uses none of them: the
 * rest have only moved (Mairal too learns from codes by older dictionaries). A factor that another
 * was merged into is not among them: it still is what it was.
 */
public final class ReplacedFactors {
  private static final ReplacedFactors NONE = new ReplacedFactors(new BitSet());

  private final BitSet factors;

  private ReplacedFactors(BitSet factors) {
    this.factors = factors;
  }

  /** Nothing was replaced. */
  public static ReplacedFactors none() {
    return NONE;
  }

  /** These and those that a later version replaced or merged. */
  public ReplacedFactors and(LearnedVersion later) {
    BitSet union = (BitSet) factors.clone();
    for (int factor : later.replaced()) {
      union.set(factor);
    }
    for (Merge merge : later.merged()) {
      union.set(merge.dropped());
    }
    return new ReplacedFactors(union);
  }

  /** These and the given ones. */
  public ReplacedFactors and(Iterable<Integer> more) {
    BitSet union = (BitSet) factors.clone();
    more.forEach(union::set);
    return new ReplacedFactors(union);
  }

  /** Whether a code of that version may be learned from: it uses none of these factors. */
  public boolean admits(SparseCodes codes, int row) {
    int end = codes.offset(row + 1);
    for (int e = codes.offset(row); e < end; e++) {
      if (factors.get(codes.factors()[e])) {
        return false;
      }
    }
    return true;
  }

  /** Whether a factor is among them. */
  public boolean contains(int factor) {
    return factors.get(factor);
  }

  /** How many there are. */
  public int count() {
    return factors.cardinality();
  }
}
