package io.factorscope.sparse.learn;

import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCodes;
import java.util.Arrays;

/**
 * Scores one dictionary on a sample that changes slowly: it codes again only what has changed since
 * the last time. A code depends on its state alone, so that the score is the same, bit for bit, as
 * of coding everything. Not thread-safe.
 */
public final class HeldOutScorer {
  private final SparseCoder coder;
  private final SparseCoder.Worker worker;
  private float[] states = {}; // [rows][width] that the codes are of
  private SparseCodes codes = new SparseCodes.Builder(0).build(); // [rows]

  public HeldOutScorer(SparseCoder coder) {
    this.coder = coder;
    this.worker = coder.newWorker();
  }

  /**
   * Scores the dictionary.
   *
   * @throws io.factorscope.sparse.CodingException if a vector can't be coded
   * @throws IllegalArgumentException if the coder's width is not the sample's
   */
  public HeldOutScore score(HeldOutReservoir sample) {
    float[] current = sample.states();
    SparseCodes.Builder builder = new SparseCodes.Builder(sample.size());
    int row = 0;
    while (row < sample.size()) {
      int end = row;
      while (end < sample.size() && !isKnown(current, end, sample.width())) {
        end++;
      }
      worker.encode(current, row, end - row, builder);
      for (row = end; row < sample.size() && isKnown(current, row, sample.width()); row++) {
        builder.addRow(codes, row);
      }
    }
    states = current;
    codes = builder.build();
    return HeldOutScore.of(sample, codes, coder.dictionary().atoms(), coder.dictionary().factors());
  }

  private boolean isKnown(float[] current, int row, int width) {
    int from = row * width;
    int end = from + width;
    return row < codes.count() && Arrays.equals(current, from, end, states, from, end);
  }
}
