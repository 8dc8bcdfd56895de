package io.factorscope.sparse;

import java.util.Arrays;
import java.util.Objects;

/**
 * Sparse codes as compressed rows (CSR): code i has the factors {@code factors()[offset(i) ..
 * offset(i) + support(i)]} with the activations at the same places.
 *
 * <p>The arrays returned are live, not copies, and exactly as long as needed: read them, never
 * write to them.
 */
public final class SparseCodes {
  private final int[] offsets;
  private final int[] factors;
  private final float[] activations;
  private final float[] gaps;

  private SparseCodes(int[] offsets, int[] factors, float[] activations, float[] gaps) {
    this.offsets = offsets;
    this.factors = factors;
    this.activations = activations;
    this.gaps = gaps;
  }

  /** Number of codes. */
  public int count() {
    return gaps.length;
  }

  /** Number of factors that a code uses. */
  public int support(int row) {
    return offsets[row + 1] - offsets[row];
  }

  /** Where a code begins in {@link #factors()}; for row {@link #count()}, where the last ends. */
  public int offset(int row) {
    return offsets[row];
  }

  /** Factor indices, ascending in each code. Live. */
  public int[] factors() {
    return factors;
  }

  /** Activations, above zero, parallel to {@link #factors()}. Live. */
  public float[] activations() {
    return activations;
  }

  /**
   * How far each code's objective is from the optimum at most, over 0.5 ||x||^2: the gap to the
   * best dual point found. {@link Certificate} takes the exact residual as its dual point, and may
   * be up to 1e-6 above; both are at most {@link SparseCoder#MAX_GAP}. Live.
   */
  public float[] gaps() {
    return gaps;
  }

  /** Collects codes row by row. Not thread-safe. */
  public static final class Builder {
    private int[] offsets;
    private int[] factors;
    private float[] activations;
    private float[] gaps;
    private int count;

    /**
     * An empty builder.
     *
     * @param expectedCodes room to begin with; it grows as needed
     */
    public Builder(int expectedCodes) {
      int rows = Math.max(1, expectedCodes);
      offsets = new int[rows + 1];
      gaps = new float[rows];
      factors = new int[rows * 32];
      activations = new float[rows * 32];
    }

    /** Number of codes so far. */
    public int count() {
      return count;
    }

    /**
     * Appends a code.
     *
     * @param codeFactors its factors from index 0, strictly ascending
     * @param codeActivations its activations, finite and above zero
     * @param support how many there are
     * @param gap bound of its distance from the optimum, over 0.5 ||x||^2
     * @throws IllegalArgumentException if the factors do not ascend or an activation is not above 0
     */
    public void add(int[] codeFactors, float[] codeActivations, int support, float gap) {
      Objects.checkFromIndexSize(0, support, Math.min(codeFactors.length, codeActivations.length));
      for (int i = 0; i < support; i++) {
        check(codeFactors, codeActivations, i);
      }
      int end = offsets[count];
      reserve(end + support, count + 1);
      System.arraycopy(codeFactors, 0, factors, end, support);
      System.arraycopy(codeActivations, 0, activations, end, support);
      gaps[count] = gap;
      offsets[++count] = end + support;
    }

    private static void check(int[] codeFactors, float[] codeActivations, int i) {
      if (codeFactors[i] < 0 || (i > 0 && codeFactors[i] <= codeFactors[i - 1])) {
        throw new IllegalArgumentException(
            "factor %d at place %d of a code; factors ascend from 0".formatted(codeFactors[i], i));
      }
      if (!(codeActivations[i] > 0) || codeActivations[i] == Float.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "activation %s of factor %d; activations are finite and above 0"
                .formatted(codeActivations[i], codeFactors[i]));
      }
    }

    /** Appends one of other codes. */
    public void addRow(SparseCodes other, int row) {
      int from = other.offset(row);
      int support = other.support(row);
      int end = offsets[count];
      reserve(end + support, count + 1);
      System.arraycopy(other.factors(), from, factors, end, support);
      System.arraycopy(other.activations(), from, activations, end, support);
      gaps[count] = other.gaps()[row];
      offsets[++count] = end + support;
    }

    /** Appends all codes of another builder. */
    public void addAll(Builder other) {
      int end = offsets[count];
      int added = other.offsets[other.count];
      reserve(end + added, count + other.count);
      System.arraycopy(other.factors, 0, factors, end, added);
      System.arraycopy(other.activations, 0, activations, end, added);
      System.arraycopy(other.gaps, 0, gaps, count, other.count);
      for (int row = 1; row <= other.count; row++) {
        offsets[count + row] = end + other.offsets[row];
      }
      count += other.count;
    }

    /** Forgets all codes and keeps the memory. */
    public void clear() {
      count = 0;
    }

    /** The codes so far, as a copy. */
    public SparseCodes build() {
      int end = offsets[count];
      return new SparseCodes(
          Arrays.copyOf(offsets, count + 1),
          Arrays.copyOf(factors, end),
          Arrays.copyOf(activations, end),
          Arrays.copyOf(gaps, count));
    }

    private void reserve(int entries, int rows) {
      if (entries > factors.length) {
        int room = Math.max(entries, factors.length * 2);
        factors = Arrays.copyOf(factors, room);
        activations = Arrays.copyOf(activations, room);
      }
      if (rows > gaps.length) {
        int room = Math.max(rows, gaps.length * 2);
        gaps = Arrays.copyOf(gaps, room);
        offsets = Arrays.copyOf(offsets, room + 1);
      }
    }
  }
}
