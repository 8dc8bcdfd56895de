package io.factorscope.sparse.learn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads what {@link PartWriter} wrote. */
final class PartReader {
  private final List<byte[]> parts;
  private int next;
  private ByteBuffer part;

  PartReader(List<byte[]> parts) {
    this.parts = parts;
    this.part = open(0);
  }

  private ByteBuffer open(int number) {
    if (number >= parts.size() || parts.get(number).length < PartWriter.HEADER_BYTES) {
      throw new IllegalArgumentException(
          "part %d of the checkpoint is missing or cut off; there are %d parts"
              .formatted(number, parts.size()));
    }
    ByteBuffer opened = ByteBuffer.wrap(parts.get(number)).order(ByteOrder.LITTLE_ENDIAN);
    check("magic number", number, opened.getInt(), PartWriter.MAGIC);
    check("format", number, opened.getInt(), PartWriter.FORMAT);
    check("part number", number, opened.getInt(), number);
    check("number of parts", number, opened.getInt(), parts.size());
    next = number + 1;
    return opened;
  }

  private static void check(String field, int part, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "the %s in part %d of the checkpoint is %d, not %d"
              .formatted(field, part, found, expected));
    }
  }

  private ByteBuffer at() {
    if (!part.hasRemaining()) {
      part = open(next);
    }
    return part;
  }

  int getInt() {
    return at().getInt();
  }

  long getLong() {
    return at().getLong();
  }

  double getDouble() {
    return at().getDouble();
  }

  void get(int[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = at().getInt();
    }
  }

  void get(long[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = at().getLong();
    }
  }

  void get(float[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = at().getFloat();
    }
  }

  void get(double[] into, int from, int end) {
    for (int i = from; i < end; i++) {
      into[i] = at().getDouble();
    }
  }

  double[][] getFloatRows(int rows, int width) {
    double[][] values = new double[rows][width];
    for (double[] row : values) {
      for (int k = 0; k < width; k++) {
        row[k] = at().getFloat();
      }
    }
    return values;
  }

  /**
   * @throws IllegalArgumentException if something is left
   */
  void finish() {
    if (part.hasRemaining() || next != parts.size()) {
      throw new IllegalArgumentException(
          "the checkpoint has more than its header says: %d parts, %d of them read"
              .formatted(parts.size(), next));
    }
  }
}
