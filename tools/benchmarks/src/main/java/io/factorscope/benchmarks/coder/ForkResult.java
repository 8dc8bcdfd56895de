package io.factorscope.benchmarks.coder;

/**
 * What a fork measured: medians over its rounds, nanoseconds of processor time per state.
 *
 * @param coding of our coder
 * @param codingWall of our coder by the clock on the wall: larger when others use the core
 * @param ownProduct of the one matrix product by our own kernel
 * @param runtimeProduct of the same product by ONNX Runtime
 * @param ratio coding over the faster product, the median over rounds in which both ran
 * @param rounds measured
 */
record ForkResult(
    double coding,
    double codingWall,
    double ownProduct,
    double runtimeProduct,
    double ratio,
    int rounds) {

  /** The faster matrix product. */
  double product() {
    return Math.min(ownProduct, runtimeProduct);
  }
}
