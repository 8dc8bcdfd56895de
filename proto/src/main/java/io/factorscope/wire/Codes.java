package io.factorscope.wire;

import com.google.protobuf.UnsafeByteOperations;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.SparseCodes;
import java.nio.ByteBuffer;

/** Sparse codes in compressed rows, unpacked. */
public final class Codes {

  private static final int UINT16_FACTORS = 1 << 16;

  private final int[] offsets; // [rows + 1]
  private final int[] factors; // [offsets[rows]]
  private final float[] activations; // [offsets[rows]]
  private final float[] gaps; // [rows]

  private Codes(int[] offsets, int[] factors, float[] activations, float[] gaps) {
    this.offsets = offsets;
    this.factors = factors;
    this.activations = activations;
    this.gaps = gaps;
  }

  public int rows() {
    return gaps.length;
  }

  /** How many factors a row's code uses. */
  public int support(int row) {
    return offsets[row + 1] - offsets[row];
  }

  public int factor(int row, int entry) {
    return factors[offsets[row] + entry];
  }

  public float activation(int row, int entry) {
    return activations[offsets[row] + entry];
  }

  /** Relative duality gap of a row's code. */
  public float gap(int row) {
    return gaps[row];
  }

  /** Collects codes and packs them. */
  public static final class Packer {

    private final ElementType type;
    private final int rows;
    private final ByteBuffer supports;
    private final ByteBuffer factors;
    private final ByteBuffer activations;
    private final ByteBuffer gaps;

    /**
     * @param entries sum of the supports
     * @param dictionaryFactors m: decides how wide an index is
     */
    public Packer(int rows, int entries, int dictionaryFactors) {
      this.rows = rows;
      this.type = dictionaryFactors <= UINT16_FACTORS ? ElementType.UINT16 : ElementType.UINT32;
      this.supports = Vectors.littleEndian(new byte[rows * Short.BYTES]);
      this.factors = Vectors.littleEndian(new byte[entries * Vectors.bytes(type)]);
      this.activations = Vectors.littleEndian(new byte[entries * Float.BYTES]);
      this.gaps = Vectors.littleEndian(new byte[rows * Float.BYTES]);
    }

    /** Starts the next row. */
    public void row(int support, float gap) {
      supports.putShort((short) support);
      gaps.putFloat(gap);
    }

    /** Adds an entry of a row. */
    public void entry(int factor, float activation) {
      if (type == ElementType.UINT16) {
        factors.putShort((short) factor);
      } else {
        factors.putInt(factor);
      }
      activations.putFloat(activation);
    }

    public SparseCodes message() {
      return SparseCodes.newBuilder()
          .setRows(rows)
          .setFactorType(type)
          .setSupports(UnsafeByteOperations.unsafeWrap(supports.array()))
          .setFactors(UnsafeByteOperations.unsafeWrap(factors.array()))
          .setActivations(UnsafeByteOperations.unsafeWrap(activations.array()))
          .setGaps(UnsafeByteOperations.unsafeWrap(gaps.array()))
          .build();
    }
  }

  /**
   * Unpacks, and checks that the message is what it promises to be. Gaps are handed on as they are:
   * whoever relies on them judges them.
   *
   * @throws IllegalArgumentException naming the field, if lengths disagree, factors are of another
   *     type than UINT16 or UINT32, factors of a row do not ascend, or an activation is not finite
   *     and above 0
   */
  public static Codes unpack(SparseCodes message) {
    int rows = Vectors.count("rows", message.getRows());
    requireBytes("supports", message.getSupports().size(), (long) rows * Short.BYTES);
    requireBytes("gaps", message.getGaps().size(), (long) rows * Float.BYTES);
    long entries = entries(rows, Vectors.read(message.getSupports()));
    int factorBytes = rows == 0 ? Short.BYTES : factorBytes(message.getFactorType());
    requireBytes("factors", message.getFactors().size(), entries * factorBytes);
    requireBytes("activations", message.getActivations().size(), entries * Float.BYTES);
    float[] activations = new float[(int) entries];
    Vectors.read(message.getActivations()).asFloatBuffer().get(activations);
    float[] gaps = new float[rows];
    Vectors.read(message.getGaps()).asFloatBuffer().get(gaps);
    int[] offsets = offsets(rows, Vectors.read(message.getSupports()));
    Codes codes = new Codes(offsets, factors(message, activations.length), activations, gaps);
    codes.checkRows();
    return codes;
  }

  /** In long: more than a message can hold must not come out as less. */
  private static long entries(int rows, ByteBuffer supports) {
    long entries = 0;
    for (int row = 0; row < rows; row++) {
      entries += Short.toUnsignedInt(supports.getShort());
    }
    return entries;
  }

  private static int factorBytes(ElementType type) {
    if (type != ElementType.UINT16 && type != ElementType.UINT32) {
      throw new IllegalArgumentException("factor_type: is " + type + ", must be UINT16 or UINT32");
    }
    return Vectors.bytes(type);
  }

  private static int[] offsets(int rows, ByteBuffer supports) {
    int[] offsets = new int[rows + 1];
    for (int row = 0; row < rows; row++) {
      offsets[row + 1] = offsets[row] + Short.toUnsignedInt(supports.getShort());
    }
    return offsets;
  }

  private static int[] factors(SparseCodes message, int entries) {
    int[] factors = new int[entries];
    ByteBuffer bytes = Vectors.read(message.getFactors());
    boolean narrow = message.getFactorType() == ElementType.UINT16;
    for (int i = 0; i < entries; i++) {
      factors[i] = narrow ? Short.toUnsignedInt(bytes.getShort()) : bytes.getInt();
    }
    return factors;
  }

  private void checkRows() {
    for (int row = 0; row < rows(); row++) {
      int before = -1;
      for (int entry = offsets[row]; entry < offsets[row + 1]; entry++) {
        // Above 2^31 a factor is negative here.
        if (factors[entry] <= before) {
          throw new IllegalArgumentException(
              "factors: row %d has %d after %d, must ascend from 0 on, below 2^31"
                  .formatted(row, Integer.toUnsignedLong(factors[entry]), before));
        }
        if (!(activations[entry] > 0 && activations[entry] <= Float.MAX_VALUE)) {
          throw new IllegalArgumentException(
              "activations: row %d has %s for factor %d, must be finite and above 0"
                  .formatted(row, activations[entry], factors[entry]));
        }
        before = factors[entry];
      }
    }
  }

  private static void requireBytes(String field, long actual, long expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          field + ": has " + actual + " bytes, must have " + expected);
    }
  }
}
