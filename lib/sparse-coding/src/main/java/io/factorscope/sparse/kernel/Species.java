package io.factorscope.sparse.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vector shapes of this process, fixed when the class is loaded. */
final class Species {
  static final VectorShape SHAPE = shape();
  static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
  static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SHAPE);

  /** As many floats as {@link #DOUBLES} has doubles. */
  static final VectorSpecies<Float> HALF_FLOATS =
      VectorSpecies.of(
          float.class, VectorShape.forBitSize(Math.max(64, SHAPE.vectorBitSize() / 2)));

  static final int FLOAT_LANES = FLOATS.length();
  static final int DOUBLE_LANES = DOUBLES.length();

  private Species() {}

  private static VectorShape shape() {
    int preferred = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    int bits = Integer.getInteger("factorscope.vector.bits", Math.clamp(preferred, 128, 512));
    if (bits != 128 && bits != 256 && bits != 512) {
      throw new IllegalArgumentException(
          "factorscope.vector.bits is " + bits + "; use 128, 256 or 512");
    }
    return VectorShape.forBitSize(bits);
  }

  /** Names the species for logs. */
  static String describe() {
    assert IntVector.zero(INTS).length() == FLOAT_LANES;
    assert DoubleVector.zero(DOUBLES).length() == DOUBLE_LANES;
    return "vector-" + SHAPE.vectorBitSize();
  }
}
