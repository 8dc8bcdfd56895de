package io.factorscope.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.PackedVectors;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Dense vectors as packed little-endian bytes. */
public final class Vectors {

  private Vectors() {}

  /** Bytes of one element. */
  public static int bytes(ElementType type) {
    return switch (type) {
      case FLOAT16, UINT16 -> Short.BYTES;
      case FLOAT32, UINT32 -> Float.BYTES;
      case ELEMENT_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("type: is " + type + ", must be named");
    };
  }

  /**
   * Packs rows.
   *
   * @param values row-major {@code [rows][width]}
   * @param type FLOAT16 (rounded to nearest even) or FLOAT32
   */
  public static PackedVectors pack(float[] values, int rows, int width, ElementType type) {
    ByteBuffer bytes = littleEndian(new byte[Math.multiplyExact(rows * width, bytes(type))]);
    putFloats(values, 0, rows * width, type, bytes);
    return message(bytes.array(), rows, width, type);
  }

  /** Wraps bytes that were packed already; they must not change any more. */
  public static PackedVectors message(byte[] packed, int rows, int width, ElementType type) {
    return PackedVectors.newBuilder()
        .setType(type)
        .setRows(rows)
        .setWidth(width)
        .setData(UnsafeByteOperations.unsafeWrap(packed))
        .build();
  }

  /** Appends elements to a little-endian buffer. */
  public static void putFloats(
      float[] values, int from, int count, ElementType type, ByteBuffer into) {
    switch (type) {
      case FLOAT16 -> {
        for (int i = from; i < from + count; i++) {
          into.putShort(Float.floatToFloat16(values[i]));
        }
      }
      case FLOAT32 -> {
        for (int i = from; i < from + count; i++) {
          into.putFloat(values[i]);
        }
      }
      default ->
          throw new IllegalArgumentException("type: is " + type + ", must be FLOAT16 or FLOAT32");
    }
  }

  /**
   * Unpacks all rows.
   *
   * @return row-major {@code [rows][width]}
   * @throws IllegalArgumentException if shape and bytes disagree
   */
  public static float[] unpack(PackedVectors vectors) {
    checkShape(vectors);
    float[] values = new float[vectors.getRows() * vectors.getWidth()];
    ByteBuffer bytes = read(vectors.getData());
    if (vectors.getType() == ElementType.FLOAT16) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.float16ToFloat(bytes.getShort());
      }
    } else {
      bytes.asFloatBuffer().get(values);
    }
    return values;
  }

  static void checkShape(PackedVectors vectors) {
    ElementType type = vectors.getType();
    if (type != ElementType.FLOAT16 && type != ElementType.FLOAT32) {
      throw new IllegalArgumentException("type: is " + type + ", must be FLOAT16 or FLOAT32");
    }
    // Both below 2^31, so that their product is exact; bytes are divided, as they might not be.
    long elements = (long) count("rows", vectors.getRows()) * count("width", vectors.getWidth());
    int size = vectors.getData().size();
    if (size % bytes(type) != 0 || size / bytes(type) != elements) {
      throw new IllegalArgumentException(
          "data: has %d bytes, must have rows %d x width %d x %d = %s"
              .formatted(
                  size,
                  vectors.getRows(),
                  vectors.getWidth(),
                  bytes(type),
                  BigInteger.valueOf(elements).multiply(BigInteger.valueOf(bytes(type)))));
    }
  }

  /** A count travels as uint32, of which Java's arrays take half. */
  static int count(String field, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          field + ": is " + Integer.toUnsignedLong(value) + ", must be below 2^31");
    }
    return value;
  }

  static ByteBuffer read(ByteString bytes) {
    return bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
