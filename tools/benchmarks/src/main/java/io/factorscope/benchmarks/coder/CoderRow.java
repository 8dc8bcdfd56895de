package io.factorscope.benchmarks.coder;

import java.util.Locale;

/**
 * One line of the report.
 *
 * @param setting {@code 384x1536 lambda=0.6}: width x factors, lambda
 * @param method of coding
 * @param codesPerSecond of processor time on one core
 * @param wallCodesPerSecond the same by the clock on the wall; less when the core was not alone
 * @param timesMatrixProduct time over that of the one matrix product X D', the faster of own and
 *     ONNX Runtime's, measured in the same process; for Python, over that of the same run
 * @param supportMean factors a code
 * @param gapMean mean duality gap relative to 0.5 ||x||^2, recomputed in double
 * @param gapMax the largest
 * @param states that were coded, again and again
 * @param forks processes of which this is the median
 */
public record CoderRow(
    String setting,
    String method,
    double codesPerSecond,
    double wallCodesPerSecond,
    double timesMatrixProduct,
    double supportMean,
    double gapMean,
    double gapMax,
    int states,
    int forks) {

  static String setting(String dataSet, double lambda) {
    return String.format(Locale.ROOT, "%s lambda=%s", dataSet, lambda);
  }
}
