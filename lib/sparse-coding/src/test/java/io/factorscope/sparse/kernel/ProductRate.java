package io.factorscope.sparse.kernel;

/** Prints the rate of the matrix product on one core: {@code [factors] [width]}. */
final class ProductRate {
  private ProductRate() {}

  public static void main(String[] arguments) {
    int factors = Integer.parseInt(arguments[0]);
    int width = Integer.parseInt(arguments[1]);
    float[] atoms = new float[factors * width];
    float[] x = new float[64 * width];
    for (int k = 0; k < atoms.length; k++) {
      atoms[k] = k % 7 - 3;
    }
    for (int k = 0; k < x.length; k++) {
      x[k] = k % 5 - 2;
    }
    PackedDictionary dictionary = new PackedDictionary(atoms, factors, width);
    float[] c = new float[64 * dictionary.paddedFactors()];
    Kernels kernels = Kernels.best();
    for (int round = 0; round < 8; round++) {
      long start = System.nanoTime();
      int repeats = 200;
      for (int i = 0; i < repeats; i++) {
        kernels.product(x, 0, 64, dictionary, c, dictionary.paddedFactors());
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      System.out.printf(
          "%s %d x %d: %.1f GFLOP/s, %.2f us a state%n",
          kernels.name(),
          width,
          factors,
          2e-9 * repeats * 64 * factors * width / seconds,
          1e6 * seconds / repeats / 64);
    }
  }
}
