package io.factorscope.sparse.kernel;

/**
 * A dictionary in the two layouts that the kernels read, both padded with zeros.
 *
 * <p>Immutable by convention: the arrays are shared, not copied, and nobody writes to them.
 */
public final class PackedDictionary {
  /** Atoms per panel: the columns of one register tile. */
  public static final int PANEL = 32;

  /** Virtual lanes of every float reduction; rows are padded to a multiple of it. */
  public static final int LANES = 16;

  private final int factors;
  private final int width;
  private final int stride;
  private final int paddedFactors;
  private final float[] rows;
  private final float[] panels;

  /**
   * Packs atoms.
   *
   * @param atoms row-major [factors][width]
   * @param factors number of atoms, m
   * @param width length of an atom, d
   */
  public PackedDictionary(float[] atoms, int factors, int width) {
    this.factors = factors;
    this.width = width;
    this.stride = roundUp(width, LANES);
    this.paddedFactors = roundUp(factors, PANEL);
    this.rows = new float[Math.multiplyExact(factors, stride)];
    this.panels = new float[Math.multiplyExact(paddedFactors, width)];
    for (int j = 0; j < factors; j++) {
      System.arraycopy(atoms, j * width, rows, j * stride, width);
      int base = (j / PANEL) * PANEL * width + j % PANEL;
      for (int k = 0; k < width; k++) {
        panels[base + k * PANEL] = atoms[j * width + k];
      }
    }
  }

  /** Number of atoms, m. */
  public int factors() {
    return factors;
  }

  /** Length of an atom, d. */
  public int width() {
    return width;
  }

  /** Floats from one atom to the next in {@link #rows()}: the width padded to {@link #LANES}. */
  public int stride() {
    return stride;
  }

  /** m padded to {@link #PANEL}: columns of a product. */
  public int paddedFactors() {
    return paddedFactors;
  }

  /** Row-major atoms [factors][stride]. */
  public float[] rows() {
    return rows;
  }

  /** Panels [paddedFactors / PANEL][width][PANEL]. */
  public float[] panels() {
    return panels;
  }

  /** The smallest multiple of {@code unit} that is at least {@code n}. */
  public static int roundUp(int n, int unit) {
    return Math.multiplyExact((n + unit - 1) / unit, unit);
  }
}
