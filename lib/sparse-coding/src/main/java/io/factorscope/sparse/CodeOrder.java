package io.factorscope.sparse;

/** Sorts a code by factor, in place and without allocation: codes are short. */
final class CodeOrder {
  private CodeOrder() {}

  static void sort(int[] factors, float[] activations, int support) {
    for (int i = 1; i < support; i++) {
      int factor = factors[i];
      float activation = activations[i];
      int at = i;
      while (at > 0 && factors[at - 1] > factor) {
        factors[at] = factors[at - 1];
        activations[at] = activations[at - 1];
        at--;
      }
      factors[at] = factor;
      activations[at] = activation;
    }
  }
}
