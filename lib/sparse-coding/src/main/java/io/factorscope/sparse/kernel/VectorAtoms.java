package io.factorscope.sparse.kernel;

import static io.factorscope.sparse.kernel.PackedDictionary.LANES;
import static io.factorscope.sparse.kernel.Species.FLOATS;
import static io.factorscope.sparse.kernel.Species.FLOAT_LANES;

import jdk.incubator.vector.FloatVector;

/** Sums and dot products over chosen atoms. */
final class VectorAtoms {
  private VectorAtoms() {}

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(FLOATS, a, at);
  }

  /** Eight vectors of r from k. */
  static void add8(float[] rows, int[] offsets, float[] coefficients, int count, float[] r, int k) {
    FloatVector r0 = load(r, k), r1 = load(r, k + FLOAT_LANES);
    FloatVector r2 = load(r, k + 2 * FLOAT_LANES), r3 = load(r, k + 3 * FLOAT_LANES);
    FloatVector r4 = load(r, k + 4 * FLOAT_LANES), r5 = load(r, k + 5 * FLOAT_LANES);
    FloatVector r6 = load(r, k + 6 * FLOAT_LANES), r7 = load(r, k + 7 * FLOAT_LANES);
    for (int i = 0; i < count; i++) {
      int at = offsets[i] + k;
      FloatVector f = FloatVector.broadcast(FLOATS, coefficients[i]);
      r0 = f.fma(load(rows, at), r0);
      r1 = f.fma(load(rows, at + FLOAT_LANES), r1);
      r2 = f.fma(load(rows, at + 2 * FLOAT_LANES), r2);
      r3 = f.fma(load(rows, at + 3 * FLOAT_LANES), r3);
      r4 = f.fma(load(rows, at + 4 * FLOAT_LANES), r4);
      r5 = f.fma(load(rows, at + 5 * FLOAT_LANES), r5);
      r6 = f.fma(load(rows, at + 6 * FLOAT_LANES), r6);
      r7 = f.fma(load(rows, at + 7 * FLOAT_LANES), r7);
    }
    r0.intoArray(r, k);
    r1.intoArray(r, k + FLOAT_LANES);
    r2.intoArray(r, k + 2 * FLOAT_LANES);
    r3.intoArray(r, k + 3 * FLOAT_LANES);
    r4.intoArray(r, k + 4 * FLOAT_LANES);
    r5.intoArray(r, k + 5 * FLOAT_LANES);
    r6.intoArray(r, k + 6 * FLOAT_LANES);
    r7.intoArray(r, k + 7 * FLOAT_LANES);
  }

  /** One vector of r from k. */
  static void add1(float[] rows, int[] offsets, float[] coefficients, int count, float[] r, int k) {
    FloatVector sum = load(r, k);
    for (int i = 0; i < count; i++) {
      FloatVector f = FloatVector.broadcast(FLOATS, coefficients[i]);
      sum = f.fma(load(rows, offsets[i] + k), sum);
    }
    sum.intoArray(r, k);
  }

  /** A part of the virtual lanes of four dot products, into lanes [4][16]. */
  static void dot4(
      float[] rows, int[] offsets, int first, float[] r, int part, int n, float[] lanes) {
    int o0 = offsets[first];
    int o1 = offsets[first + 1];
    int o2 = offsets[first + 2];
    int o3 = offsets[first + 3];
    FloatVector s0 = FloatVector.zero(FLOATS), s1 = s0, s2 = s0, s3 = s0;
    for (int k = part; k < n; k += LANES) {
      FloatVector v = load(r, k);
      s0 = load(rows, o0 + k).fma(v, s0);
      s1 = load(rows, o1 + k).fma(v, s1);
      s2 = load(rows, o2 + k).fma(v, s2);
      s3 = load(rows, o3 + k).fma(v, s3);
    }
    s0.intoArray(lanes, part);
    s1.intoArray(lanes, LANES + part);
    s2.intoArray(lanes, 2 * LANES + part);
    s3.intoArray(lanes, 3 * LANES + part);
  }

  /** A part of the virtual lanes of one dot product. */
  static void dot1(float[] rows, int offset, float[] r, int part, int n, float[] lanes) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int k = part; k < n; k += LANES) {
      sum = load(rows, offset + k).fma(load(r, k), sum);
    }
    sum.intoArray(lanes, part);
  }

  static void sum4(float[] lanes, float[] out, int first) {
    for (int i = 0; i < 4; i++) {
      out[first + i] = sum(lanes, i * LANES);
    }
  }

  /** The fixed tree of {@link ScalarKernels#tree}, written out. */
  static float sum(float[] l, int o) {
    float s0 = (l[o] + l[o + 8]) + (l[o + 4] + l[o + 12]);
    float s1 = (l[o + 1] + l[o + 9]) + (l[o + 5] + l[o + 13]);
    float s2 = (l[o + 2] + l[o + 10]) + (l[o + 6] + l[o + 14]);
    float s3 = (l[o + 3] + l[o + 11]) + (l[o + 7] + l[o + 15]);
    return (s0 + s2) + (s1 + s3);
  }
}
