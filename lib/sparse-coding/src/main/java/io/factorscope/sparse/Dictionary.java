package io.factorscope.sparse;

import io.factorscope.sparse.kernel.PackedDictionary;

/**
 * An immutable dictionary: m atoms of width d, float32, each of norm one or all zero.
 *
 * <p>An atom of zeros is a dead factor: no code ever uses it.
 */
public final class Dictionary {
  /** How far the norm of an atom may be from one. */
  public static final double NORM_TOLERANCE = 1e-3;

  private final PackedDictionary packed;

  private Dictionary(PackedDictionary packed) {
    this.packed = packed;
  }

  /**
   * Copies atoms into a dictionary.
   *
   * @param atoms row-major [factors][width]
   * @param factors number of atoms, m, at least 1
   * @param width length of an atom, d, at least 1
   * @throws IllegalArgumentException if the sizes do not agree, a value is not finite, or the norm
   *     of an atom is neither zero nor within {@link #NORM_TOLERANCE} of one; names the factor
   */
  public static Dictionary of(float[] atoms, int factors, int width) {
    if (factors < 1 || width < 1 || atoms.length != (long) factors * width) {
      throw new IllegalArgumentException(
          "a dictionary needs factors >= 1, width >= 1 and factors x width atoms; factors = %d, width = %d, atoms = %d values"
              .formatted(factors, width, atoms.length));
    }
    for (int j = 0; j < factors; j++) {
      checkAtom(atoms, j, width);
    }
    return new Dictionary(new PackedDictionary(atoms, factors, width));
  }

  private static void checkAtom(float[] atoms, int factor, int width) {
    double squares = 0;
    for (int k = 0; k < width; k++) {
      float value = atoms[factor * width + k];
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "factor %d has the value %s at coordinate %d; atoms must be finite"
                .formatted(factor, value, k));
      }
      squares += (double) value * value;
    }
    double norm = Math.sqrt(squares);
    if (norm != 0 && Math.abs(norm - 1) > NORM_TOLERANCE) {
      throw new IllegalArgumentException(
          "factor %d has norm %s; normalise it to 1 (within %s), or to zeros if it is dead"
              .formatted(factor, norm, NORM_TOLERANCE));
    }
  }

  /** Number of atoms, m. */
  public int factors() {
    return packed.factors();
  }

  /** Length of an atom, d. */
  public int width() {
    return packed.width();
  }

  /** A copy of the atoms, row-major [factors][width]. */
  public float[] atoms() {
    float[] copy = new float[factors() * width()];
    for (int j = 0; j < factors(); j++) {
      copyAtom(j, copy, j * width());
    }
    return copy;
  }

  /**
   * Copies one atom.
   *
   * @param factor its index, below {@link #factors()}
   * @param into receives {@link #width()} values from {@code offset}
   * @throws IndexOutOfBoundsException if there is no such factor, or no room
   */
  public void copyAtom(int factor, float[] into, int offset) {
    int checked = java.util.Objects.checkIndex(factor, factors());
    System.arraycopy(packed.rows(), checked * packed.stride(), into, offset, width());
  }

  PackedDictionary packed() {
    return packed;
  }
}
