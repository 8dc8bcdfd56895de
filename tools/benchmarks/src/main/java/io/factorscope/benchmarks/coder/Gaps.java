package io.factorscope.benchmarks.coder;

import io.factorscope.sparse.Certificate;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCodes;
import java.util.stream.IntStream;

/**
 * What codes are worth, whoever made them: recomputed in double precision from states, dictionary
 * and codes alone.
 *
 * @param supportMean factors a code
 * @param mean mean relative duality gap
 * @param max largest relative duality gap
 */
record Gaps(double supportMean, double mean, double max) {

  /**
   * Recomputes the gaps of codes.
   *
   * @param states row-major [*][width]; the codes are those of the first
   */
  static Gaps of(Dictionary dictionary, double lambda, float[] states, SparseCodes codes) {
    double[] gaps =
        IntStream.range(0, codes.count())
            .parallel()
            .mapToDouble(
                row -> Certificate.of(dictionary, lambda, states, row, codes, row).relativeGap())
            .toArray();
    double sum = 0;
    double max = 0;
    for (double gap : gaps) {
      sum += gap;
      max = Math.max(max, gap);
    }
    return new Gaps((double) codes.offset(codes.count()) / codes.count(), sum / gaps.length, max);
  }
}
