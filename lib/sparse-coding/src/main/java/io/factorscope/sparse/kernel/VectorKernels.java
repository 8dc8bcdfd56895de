package io.factorscope.sparse.kernel;

import static io.factorscope.sparse.kernel.PackedDictionary.LANES;
import static io.factorscope.sparse.kernel.Species.DOUBLES;
import static io.factorscope.sparse.kernel.Species.DOUBLE_LANES;
import static io.factorscope.sparse.kernel.Species.FLOATS;
import static io.factorscope.sparse.kernel.Species.FLOAT_LANES;
import static io.factorscope.sparse.kernel.Species.HALF_FLOATS;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The kernels on the Vector API. {@code reduceLanes} is never used: its order is not fixed. Where
 * the hardware is narrower than the virtual lanes, each part of them makes its own pass.
 */
public final class VectorKernels implements Kernels {
  private static final int VIRTUAL_DOUBLE_LANES = 8;

  @Override
  public String name() {
    return Species.describe();
  }

  @Override
  public void product(
      float[] x, int xOffset, int rows, PackedDictionary dictionary, float[] c, int ldc) {
    VectorProduct.product(x, xOffset, rows, dictionary, c, ldc);
  }

  @Override
  public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    float[] lanes = new float[LANES];
    for (int part = 0; part < LANES; part += FLOAT_LANES) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int k = part; k < n; k += LANES) {
        FloatVector left = FloatVector.fromArray(FLOATS, a, aOffset + k);
        sum = left.fma(FloatVector.fromArray(FLOATS, b, bOffset + k), sum);
      }
      sum.intoArray(lanes, part);
    }
    return ScalarKernels.tree(lanes);
  }

  @Override
  public double dotDouble(float[] a, int aOffset, float[] b, int bOffset, int n) {
    double[] lanes = new double[VIRTUAL_DOUBLE_LANES];
    for (int part = 0; part < VIRTUAL_DOUBLE_LANES; part += DOUBLE_LANES) {
      DoubleVector sum = DoubleVector.zero(DOUBLES);
      for (int k = part; k < n; k += VIRTUAL_DOUBLE_LANES) {
        sum = widen(a, aOffset + k).fma(widen(b, bOffset + k), sum);
      }
      sum.intoArray(lanes, part);
    }
    return ScalarKernels.tree(lanes);
  }

  @Override
  public void addScaled(double alpha, float[] x, int xOffset, double[] y, int n) {
    DoubleVector factor = DoubleVector.broadcast(DOUBLES, alpha);
    for (int k = 0; k < n; k += DOUBLE_LANES) {
      factor.fma(widen(x, xOffset + k), DoubleVector.fromArray(DOUBLES, y, k)).intoArray(y, k);
    }
  }

  @Override
  public RowProducts rowProducts() {
    return new VectorRowProducts();
  }

  @Override
  public ActiveSetKernels activeSet() {
    return new VectorActiveSetKernels();
  }

  private static DoubleVector widen(float[] a, int at) {
    FloatVector floats = FloatVector.fromArray(HALF_FLOATS, a, at);
    return (DoubleVector) floats.convertShape(VectorOperators.F2D, DOUBLES, 0);
  }
}
