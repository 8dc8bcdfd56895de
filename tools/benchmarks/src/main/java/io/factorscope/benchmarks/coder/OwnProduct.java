package io.factorscope.benchmarks.coder;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedDictionary;

/** The one matrix product X D' by our own kernel, in batches of 64 states as the coders have. */
final class OwnProduct {

  private static final int BATCH = 64;

  private final PackedDictionary dictionary;
  private final float[] states;
  private final int count;
  private final float[] c; // [BATCH][paddedFactors]

  /**
   * @param states row-major [*][width]
   * @param count of states to multiply, a multiple of 64
   */
  OwnProduct(PackedDictionary dictionary, float[] states, int count) {
    this.dictionary = dictionary;
    this.states = states;
    this.count = count;
    this.c = new float[BATCH * dictionary.paddedFactors()];
  }

  void run() {
    Kernels kernels = Kernels.best();
    for (int i = 0; i < count; i += BATCH) {
      kernels.product(
          states, i * dictionary.width(), BATCH, dictionary, c, dictionary.paddedFactors());
    }
  }
}
