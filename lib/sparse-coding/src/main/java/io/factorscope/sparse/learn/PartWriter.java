package io.factorscope.sparse.learn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes values, little-endian, into parts of bounded size. A value never straddles two parts. Each
 * part begins with the header that {@link PartReader} checks: magic, format, its number, how many
 * there are.
 */
final class PartWriter {
  static final int MAGIC = 0x4C435346; // "FSCL"
  static final int FORMAT = 3;

  /** The format that did not hold the prior that is due. */
  static final int OLDEST_FORMAT = 2;

  static final int HEADER_BYTES = 16;
  static final int FORMAT_OFFSET = 4;
  static final int PARTS_OFFSET = 12;

  private final int partBytes;
  private final List<byte[]> parts = new ArrayList<>();
  private ByteBuffer part;

  PartWriter(int partBytes) {
    if (partBytes < HEADER_BYTES + Double.BYTES) {
      throw new IllegalArgumentException(
          "a part of %d bytes is too small; at least %d are needed"
              .formatted(partBytes, HEADER_BYTES + Double.BYTES));
    }
    this.partBytes = partBytes;
    this.part = newPart();
  }

  private ByteBuffer newPart() {
    return ByteBuffer.allocate(partBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(MAGIC)
        .putInt(FORMAT)
        .putInt(parts.size())
        .putInt(0);
  }

  private ByteBuffer room(int bytes) {
    if (part.remaining() < bytes) {
      finishPart();
      part = newPart();
    }
    return part;
  }

  private void finishPart() {
    byte[] bytes = new byte[part.position()];
    part.flip().get(bytes);
    parts.add(bytes);
  }

  void put(int value) {
    room(Integer.BYTES).putInt(value);
  }

  void put(long value) {
    room(Long.BYTES).putLong(value);
  }

  void put(double value) {
    room(Double.BYTES).putDouble(value);
  }

  void put(int[] values, int count) {
    for (int i = 0; i < count; i++) {
      room(Integer.BYTES).putInt(values[i]);
    }
  }

  void put(long[] values, int count) {
    for (int i = 0; i < count; i++) {
      room(Long.BYTES).putLong(values[i]);
    }
  }

  void put(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      room(Float.BYTES).putFloat(values[i]);
    }
  }

  void put(double[] values, int from, int end) {
    for (int i = from; i < end; i++) {
      room(Double.BYTES).putDouble(values[i]);
    }
  }

  /** Atoms: doubles that hold float32 values. */
  void putAsFloats(double[][] rows) {
    for (double[] row : rows) {
      for (double value : row) {
        room(Float.BYTES).putFloat((float) value);
      }
    }
  }

  /** All parts, complete. */
  List<byte[]> finish() {
    finishPart();
    for (byte[] bytes : parts) {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(PARTS_OFFSET, parts.size());
    }
    return List.copyOf(parts);
  }
}
