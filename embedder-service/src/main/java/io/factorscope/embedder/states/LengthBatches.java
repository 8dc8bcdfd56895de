package io.factorscope.embedder.states;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups texts of like length, so that little of a batch is padding. 500 to 1,000 tokens a batch is
 * what a processor's caches like best; but a smaller batch costs less than a padded one.
 */
public final class LengthBatches {

  /** What one more run costs, in tokens. */
  private static final int RUN_COST = 32;

  private final int[] lengths; // descending
  private final int maxTokens;

  private LengthBatches(int[] lengths, int maxTokens) {
    this.lengths = lengths;
    this.maxTokens = maxTokens;
  }

  /**
   * Batches of indices into {@code lengths}, the longest texts first: the cheapest of all batchings
   * in that order.
   *
   * @param lengths tokens of each text, at least 1
   * @param maxTokens of a batch, padding included; a text that is longer alone is a batch of its
   *     own
   */
  public static List<int[]> of(int[] lengths, int maxTokens) {
    int[] order =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> -lengths[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] descending = Arrays.stream(order).map(i -> lengths[i]).toArray();
    return new LengthBatches(descending, maxTokens)
        .batches().stream().map(batch -> Arrays.copyOfRange(order, batch[0], batch[1])).toList();
  }

  /** First and end of each batch, by dynamic programming over the sorted texts. */
  private List<int[]> batches() {
    int texts = lengths.length;
    long[] cost = new long[texts + 1]; // of the first i texts
    int[] first = new int[texts + 1]; // where the batch that ends before text i begins
    for (int end = 1; end <= texts; end++) {
      cost[end] = Long.MAX_VALUE;
      for (int from = end - 1; from >= 0 && fits(from, end); from--) {
        long with = cost[from] + RUN_COST + padded(from, end);
        if (with < cost[end]) {
          cost[end] = with;
          first[end] = from;
        }
      }
    }
    List<int[]> batches = new ArrayList<>();
    for (int end = texts; end > 0; end = first[end]) {
      batches.addFirst(new int[] {first[end], end});
    }
    return batches;
  }

  private boolean fits(int from, int end) {
    return end - from == 1 || padded(from, end) <= maxTokens;
  }

  private long padded(int from, int end) {
    return (long) (end - from) * lengths[from];
  }
}
