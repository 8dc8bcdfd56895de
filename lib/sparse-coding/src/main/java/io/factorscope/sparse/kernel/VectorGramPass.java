package io.factorscope.sparse.kernel;

import static io.factorscope.sparse.kernel.Species.FLOATS;
import static io.factorscope.sparse.kernel.Species.FLOAT_LANES;
import static io.factorscope.sparse.kernel.Species.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Passes over packed Gram rows, and over the correlations that they change. */
final class VectorGramPass {
  private VectorGramPass() {}

  static float addRows(
      int[] gram, int[] rows, float[] coefficients, int count, float[] q, int columns) {
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      four(gram, rows, coefficients, i, q, columns / 2);
    }
    for (; i < count; i++) {
      one(gram, rows[i], coefficients[i], q, columns / 2);
    }
    return max(q, columns);
  }

  /** The column of the low half of an int. */
  private static int column(int at) {
    return (at / 16) * 32 + at % 16;
  }

  private static FloatVector load(float[] q, int at) {
    return FloatVector.fromArray(FLOATS, q, at);
  }

  private static IntVector ints(int[] gram, int at) {
    return IntVector.fromArray(INTS, gram, at);
  }

  private static FloatVector high(IntVector w) {
    return (FloatVector) w.convertShape(VectorOperators.I2F, FLOATS, 0);
  }

  private static FloatVector low(IntVector w) {
    return high(w.lanewise(VectorOperators.LSHL, 16));
  }

  /**
   * Four rows, read side by side as streams: q is loaded and stored once for all of them. Eight
   * rows are too much for the compiler, which then leaves vectors on the heap (five times slower).
   */
  private static void four(
      int[] gram, int[] rows, float[] coefficients, int i, float[] q, int ints) {
    int r0 = rows[i];
    int r1 = rows[i + 1];
    int r2 = rows[i + 2];
    int r3 = rows[i + 3];
    FloatVector f0 = FloatVector.broadcast(FLOATS, coefficients[i]);
    FloatVector f1 = FloatVector.broadcast(FLOATS, coefficients[i + 1]);
    FloatVector f2 = FloatVector.broadcast(FLOATS, coefficients[i + 2]);
    FloatVector f3 = FloatVector.broadcast(FLOATS, coefficients[i + 3]);
    for (int at = 0; at < ints; at += FLOAT_LANES) {
      int c = column(at);
      IntVector w0 = ints(gram, r0 + at);
      IntVector w1 = ints(gram, r1 + at);
      IntVector w2 = ints(gram, r2 + at);
      IntVector w3 = ints(gram, r3 + at);
      FloatVector l = f1.fma(low(w1), f0.fma(low(w0), load(q, c)));
      FloatVector h = f1.fma(high(w1), f0.fma(high(w0), load(q, c + 16)));
      f3.fma(low(w3), f2.fma(low(w2), l)).intoArray(q, c);
      f3.fma(high(w3), f2.fma(high(w2), h)).intoArray(q, c + 16);
    }
  }

  private static void one(int[] gram, int row, float coefficient, float[] q, int ints) {
    FloatVector f = FloatVector.broadcast(FLOATS, coefficient);
    for (int at = 0; at < ints; at += FLOAT_LANES) {
      int c = column(at);
      IntVector w = ints(gram, row + at);
      f.fma(low(w), load(q, c)).intoArray(q, c);
      f.fma(high(w), load(q, c + 16)).intoArray(q, c + 16);
    }
  }

  private static float max(float[] q, int columns) {
    FloatVector max = load(q, 0);
    FloatVector other = max;
    for (int j = 0; j < columns; j += 2 * FLOAT_LANES) {
      max = max.max(load(q, j));
      other = other.max(load(q, j + FLOAT_LANES));
    }
    return max.max(other).reduceLanes(VectorOperators.MAX); // a maximum has no order
  }

  /** Without branches on the data: they cost more than the work, as few columns are above. */
  static int above(float[] q, int columns, float threshold, int[] into) {
    int found = 0;
    FloatVector limit = FloatVector.broadcast(FLOATS, threshold);
    IntVector index = IntVector.zero(INTS).addIndex(1);
    int j = 0;
    for (; j < columns && found <= columns - FLOAT_LANES; j += FLOAT_LANES) {
      VectorMask<Integer> mask = load(q, j).compare(VectorOperators.GT, limit).cast(INTS);
      index.compress(mask).intoArray(into, found);
      index = index.add(FLOAT_LANES);
      found += mask.trueCount();
    }
    for (; j < columns; j++) {
      if (q[j] > threshold) {
        into[found++] = j;
      }
    }
    return found;
  }
}
