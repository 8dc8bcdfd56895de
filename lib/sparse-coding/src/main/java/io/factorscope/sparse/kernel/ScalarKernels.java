package io.factorscope.sparse.kernel;

import static io.factorscope.sparse.kernel.PackedDictionary.LANES;
import static io.factorscope.sparse.kernel.PackedDictionary.PANEL;

/** Plain Java: the oracle of every other implementation, and the fall-back without the module. */
public final class ScalarKernels implements Kernels {
  private static final int DOUBLE_LANES = 8;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void product(
      float[] x, int xOffset, int rows, PackedDictionary dictionary, float[] c, int ldc) {
    int width = dictionary.width();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < dictionary.paddedFactors(); j += PANEL) {
        panel(x, xOffset + i * width, width, dictionary.panels(), j * width, c, i * ldc + j);
      }
    }
  }

  private static void panel(float[] x, int xo, int width, float[] b, int bo, float[] c, int co) {
    for (int lane = 0; lane < PANEL; lane++) {
      float sum = 0;
      for (int k = 0; k < width; k++) {
        sum = Math.fma(x[xo + k], b[bo + k * PANEL + lane], sum);
      }
      c[co + lane] = sum;
    }
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    float[] lanes = new float[LANES];
    for (int k = 0; k < n; k++) {
      lanes[k % LANES] = Math.fma(a[aOffset + k], b[bOffset + k], lanes[k % LANES]);
    }
    return tree(lanes);
  }

  @Override
  public double dotDouble(float[] a, int aOffset, float[] b, int bOffset, int n) {
    double[] lanes = new double[DOUBLE_LANES];
    for (int k = 0; k < n; k++) {
      int lane = k % DOUBLE_LANES;
      lanes[lane] = Math.fma((double) a[aOffset + k], (double) b[bOffset + k], lanes[lane]);
    }
    return tree(lanes);
  }

  @Override
  public void addScaled(double alpha, float[] x, int xOffset, double[] y, int n) {
    for (int k = 0; k < n; k++) {
      y[k] = Math.fma(alpha, (double) x[xOffset + k], y[k]);
    }
  }

  @Override
  public RowProducts rowProducts() {
    return new ScalarRowProducts();
  }

  @Override
  public ActiveSetKernels activeSet() {
    return new ScalarActiveSetKernels(this);
  }

  /** Adds the lanes: the upper half onto the lower half until one is left. Overwrites them. */
  static float tree(float[] lanes) {
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lanes[l] += lanes[l + half];
      }
    }
    return lanes[0];
  }

  /** The same in double. */
  static double tree(double[] lanes) {
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lanes[l] += lanes[l + half];
      }
    }
    return lanes[0];
  }
}
