package io.factorscope.sparse.kernel;

/**
 * The inner loops of the coders. Every method gives the same bits in every implementation.
 *
 * <p>Element-wise methods round each element on its own, with fused multiply-add. Reductions use
 * {@link PackedDictionary#LANES} virtual lanes (8 for double): lane {@code l} sums the elements
 * {@code l, l + lanes, ...} in order, and the lanes are added as a fixed binary tree. Lengths named
 * {@code n} are multiples of {@link PackedDictionary#LANES}.
 */
public interface Kernels {

  /** The name for logs: implementation and vector width. */
  String name();

  /**
   * {@code c[i][j] = sum over k of x[i][k] d[j][k]}, each sum in the order of k.
   *
   * @param x states, row-major from {@code xOffset}, {@code width} floats each
   * @param rows number of states
   * @param dictionary packed atoms
   * @param c receives [rows][ldc]; columns up to {@code paddedFactors} are written
   * @param ldc floats from one row of {@code c} to the next, at least {@code paddedFactors}
   */
  void product(float[] x, int xOffset, int rows, PackedDictionary dictionary, float[] c, int ldc);

  /** Float dot product of n elements. */
  float dot(float[] a, int aOffset, float[] b, int bOffset, int n);

  /** Dot product of n floats, products and sums in double. */
  double dotDouble(float[] a, int aOffset, float[] b, int bOffset, int n);

  /** {@code y += alpha x} in double, over n elements of y from 0. */
  void addScaled(double alpha, float[] x, int xOffset, double[] y, int n);

  /** Rows minus products, in the same implementation: new scratch memory with each call. */
  RowProducts rowProducts();

  /** The kernels of the block active set, in the same implementation. */
  ActiveSetKernels activeSet();

  /** The kernels that this process uses, chosen once. */
  static Kernels best() {
    return KernelChooser.CHOSEN;
  }
}
