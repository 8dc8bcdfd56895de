package io.factorscope.sparse.learn;

import io.factorscope.sparse.SparseCodes;
import java.util.Arrays;

/**
 * Vectors with their codes, waiting to be added to the sums factor by factor, so that each row of
 * the sums is fetched once for many vectors. An element still gets its terms in the order of the
 * vectors, so that the result is that of adding one vector after the other, bit for bit.
 */
final class PendingVectors {
  /** Maximum number of waiting vectors: 6 MB at a width of 384. */
  private static final int MAX_PENDING = 4096;

  /** Vectors whose states are used together: 768 KB at a width of 384, in the second cache. */
  private static final int BLOCK = 512;

  private final int factors;
  private final int width;
  private final float[] states; // [MAX_PENDING][width]
  private final double[] weights = new double[MAX_PENDING];
  private final int[] offsets = new int[MAX_PENDING + 1]; // where each code begins
  private int count;

  // Entries of the codes, vector by vector.
  private int[] entryFactors = {};
  private double[] entryActivations = {};

  // The same entries, factor by factor, in the order of the vectors.
  private final int[] starts; // [factors + 1]
  private final int[] next; // [factors] scratch
  private int[] users = {}; // the vector
  private int[] uses = {}; // where in the codes

  PendingVectors(int factors, int width) {
    this.factors = factors;
    this.width = width;
    this.states = new float[MAX_PENDING * width];
    this.starts = new int[factors + 1];
    this.next = new int[factors];
  }

  boolean isFull() {
    return count == MAX_PENDING;
  }

  void add(EvidenceBatch batch, int row, double weight) {
    System.arraycopy(batch.states(), row * width, states, count * width, width);
    SparseCodes codes = batch.codes();
    int from = codes.offset(row);
    int to = offsets[count];
    int support = codes.support(row);
    reserve(to + support);
    System.arraycopy(codes.factors(), from, entryFactors, to, support);
    for (int e = 0; e < support; e++) {
      entryActivations[to + e] = codes.activations()[from + e];
    }
    weights[count] = weight;
    offsets[++count] = to + support;
  }

  private void reserve(int entries) {
    if (entries > entryFactors.length) {
      int room = 2 * entries;
      entryFactors = Arrays.copyOf(entryFactors, room);
      entryActivations = Arrays.copyOf(entryActivations, room);
      users = new int[room];
      uses = new int[room];
    }
  }

  /** Adds all to A (its upper triangle) and B, and forgets them. */
  void addTo(double[][] a, double[][] b) {
    groupByFactor();
    for (int j = 0; j < factors; j++) {
      addProducts(a[j], j);
    }
    System.arraycopy(starts, 0, next, 0, factors);
    for (int end = BLOCK; end < count + BLOCK; end += BLOCK) {
      for (int j = 0; j < factors; j++) {
        addStates(b[j], j, end);
      }
    }
    count = 0;
  }

  /** A counting sort. */
  private void groupByFactor() {
    int entries = offsets[count];
    Arrays.fill(starts, 0);
    for (int e = 0; e < entries; e++) {
      starts[entryFactors[e] + 1]++;
    }
    for (int j = 0; j < factors; j++) {
      starts[j + 1] += starts[j];
      next[j] = starts[j];
    }
    for (int v = 0; v < count; v++) {
      for (int e = offsets[v]; e < offsets[v + 1]; e++) {
        int place = next[entryFactors[e]]++;
        users[place] = v;
        uses[place] = e;
      }
    }
  }

  /** Factors ascend in a code, so that its later entries lie in the upper triangle. */
  private void addProducts(double[] row, int factor) {
    for (int p = starts[factor]; p < starts[factor + 1]; p++) {
      int e = uses[p];
      int v = users[p];
      addEntries(row, weights[v] * entryActivations[e], e, offsets[v + 1]);
    }
  }

  private void addEntries(double[] row, double scaled, int from, int end) {
    int[] columns = entryFactors;
    double[] activations = entryActivations;
    for (int f = from; f < end; f++) {
      row[columns[f]] += scaled * activations[f];
    }
  }

  /** Goes on with a factor's uses up to a vector, two at a time. */
  private void addStates(double[] row, int factor, int end) {
    int p = next[factor];
    int last = p;
    while (last < starts[factor + 1] && users[last] < end) {
      last++;
    }
    for (; p + 1 < last; p += 2) {
      Rows.addScaled(row, scale(p), scale(p + 1), states, users[p] * width, users[p + 1] * width);
    }
    if (p < last) {
      Rows.addScaled(row, scale(p), states, users[p] * width);
    }
    next[factor] = last;
  }

  private double scale(int use) {
    return weights[users[use]] * entryActivations[uses[use]];
  }
}
