package io.factorscope.sparse.kernel;

/**
 * The Gram matrix D D' in 16-bit fixed point, two entries in an int, row after row: {@code 2 m^2}
 * bytes.
 *
 * <p>A row is cut into blocks of 32 columns. Int {@code l} of a block holds column {@code l} in its
 * low half and column {@code 16 + l} in its high half. The low half is read as {@code (float) (w <<
 * 16)}; the high half as {@code (float) w}, without masking: the low bits add up to a step to the
 * high half, so the high half is rounded after subtracting them. Both are multiples of {@link
 * #UNIT}.
 *
 * <p>Immutable by convention once built; the array is shared.
 */
public final class PackedGram {
  /** Steps per one: products of atoms of norm up to 1.001 fit 16 bits. */
  private static final double STEPS = 32600;

  /** What one unit of a decoded int is worth. */
  public static final float UNIT = (float) (1 / (STEPS * 65536));

  /** The largest error of an entry by rounding to 16 bits (half a step, and float conversion). */
  public static final double ROUNDING = 0.504 / STEPS;

  private static final int COLUMNS = 32;
  private static final int HALF = 16;

  private final int factors;
  private final int rowInts;
  private final int[] values;

  /**
   * An empty matrix, to be filled row by row.
   *
   * @param factors m
   */
  public PackedGram(int factors) {
    this.factors = factors;
    this.rowInts = PackedDictionary.roundUp(factors, COLUMNS) / 2;
    this.values = new int[Math.multiplyExact(factors, rowInts)];
  }

  /** Bytes that the matrix of m factors takes. */
  public static long bytes(int factors) {
    return (long) factors * (PackedDictionary.roundUp(factors, COLUMNS) / 2) * Integer.BYTES;
  }

  /** m. */
  public int factors() {
    return factors;
  }

  /** The packed rows, [m][rowInts]. */
  public int[] values() {
    return values;
  }

  /** Ints from one row to the next. */
  public int rowInts() {
    return rowInts;
  }

  /** Where a column's int lies in a row. */
  public static int intOf(int column) {
    return (column / COLUMNS) * HALF + column % HALF;
  }

  /** How far to shift an int left so that a column stands in its high half. */
  public static int shiftOf(int column) {
    return column % COLUMNS < HALF ? HALF : 0;
  }

  /**
   * Packs one row.
   *
   * @param row its index
   * @param products its m products, rounded up to whole blocks, from {@code offset}
   */
  public void pack(int row, float[] products, int offset) {
    int base = row * rowInts;
    for (int i = 0; i < rowInts; i++) {
      int column = offset + (i / HALF) * COLUMNS + i % HALF;
      int low = (int) Math.rint(clamped(products[column]) * STEPS) & 0xffff;
      int high = (int) Math.rint(clamped(products[column + HALF]) * STEPS - low / 65536.0);
      values[base + i] = (high << 16) | low;
    }
  }

  private static double clamped(float product) {
    return Math.clamp((double) product, -1.005, 1.005);
  }

  /** One entry, as the kernels read it. */
  public float get(int row, int column) {
    return UNIT * (float) (values[row * rowInts + intOf(column)] << shiftOf(column));
  }
}
