package io.factorscope.sparse;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedDictionary;
import io.factorscope.sparse.kernel.PackedGram;
import java.util.concurrent.CancellationException;

/** Builds the packed Gram matrix of a dictionary in strips of rows, on the calling thread. */
final class GramBuilder {
  private static final int STRIP = 64;

  private GramBuilder() {}

  /**
   * Builds the matrix.
   *
   * @throws IllegalStateException if the matrix does not fit the heap; nothing was taken then
   * @throws CancellationException if the thread is interrupted between two strips
   */
  static PackedGram build(PackedDictionary dictionary, Kernels kernels) {
    int m = dictionary.factors();
    checkRoom(m, Runtime.getRuntime());
    PackedGram gram = new PackedGram(m);
    int width = dictionary.width();
    float[] strip = new float[STRIP * width];
    float[] products = new float[STRIP * dictionary.paddedFactors()];
    for (int first = 0; first < m; first += STRIP) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(
            "interrupted at row %d of the Gram matrix of %d factors".formatted(first, m));
      }
      int rows = Math.min(STRIP, m - first);
      for (int i = 0; i < rows; i++) {
        int from = (first + i) * dictionary.stride();
        System.arraycopy(dictionary.rows(), from, strip, i * width, width);
      }
      kernels.product(strip, 0, rows, dictionary, products, dictionary.paddedFactors());
      for (int i = 0; i < rows; i++) {
        gram.pack(first + i, products, i * dictionary.paddedFactors());
      }
    }
    return gram;
  }

  /** Collects garbage before it refuses for want of memory. */
  private static void checkRoom(int factors, Runtime runtime) {
    if (PackedGram.bytes(factors) > free(runtime)) {
      System.gc();
    }
    checkRoom(factors, free(runtime));
  }

  private static long free(Runtime runtime) {
    return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
  }

  /** Refuses a matrix that does not fit {@code free} bytes, or one Java array. */
  static void checkRoom(int factors, long free) {
    long needed = PackedGram.bytes(factors);
    if (needed / Integer.BYTES > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "the Gram matrix of %d factors takes %d bytes, above the limit of one array (8 GiB); use at most 65,000 factors or WorkingSetCoder"
              .formatted(factors, needed));
    }
    if (needed > free) {
      throw new IllegalStateException(
          "the Gram matrix of %d factors takes %d bytes, but the heap has %d left; raise -Xmx (a version in use keeps its matrix until the next one is ready), use fewer factors or WorkingSetCoder"
              .formatted(factors, needed, free));
    }
  }
}
