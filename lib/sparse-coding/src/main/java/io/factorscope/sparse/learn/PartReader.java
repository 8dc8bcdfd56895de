package io.factorscope.sparse.learn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads what {@link PartWriter} wrote. */
final class PartReader {
  private final List<byte[]> parts;
  private final int format;
  private int next;
  private ByteBuffer part;

  PartReader(List<byte[]> parts) {
    this.parts = parts;
    this.format = formatOfFirst();
    this.part = open(0);
  }

  private int formatOfFirst() {
    if (parts.isEmpty() || parts.getFirst().length < PartWriter.HEADER_BYTES) {
      return PartWriter.FORMAT;
    }
    int found =
        ByteBuffer.wrap(parts.getFirst())
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt(PartWriter.FORMAT_OFFSET);
    return found == PartWriter.OLDEST_FORMAT ? found : PartWriter.FORMAT;
  }

  /** Of all parts: {@link PartWriter#FORMAT}, or an older one. */
  int format() {
    return format;
  }

  /**
   * Checks that the parts hold this many bytes, before memory is allocated for them.
   *
   * @throws IllegalArgumentException if the parts have fewer
   */
  void require(long bytes) {
    long there = parts.stream().mapToLong(bytesOfPart -> bytesOfPart.length).sum();
    if (bytes > there) {
      throw new IllegalArgumentException(
          "the checkpoint has %d bytes; what it says it holds takes %d".formatted(there, bytes));
    }
  }

  private ByteBuffer open(int number) {
    if (number >= parts.size() || parts.get(number).length < PartWriter.HEADER_BYTES) {
      throw new IllegalArgumentException(
          "part %d of the checkpoint is missing or cut off; there are %d parts"
              .formatted(number, parts.size()));
    }
    ByteBuffer opened = ByteBuffer.wrap(parts.get(number)).order(ByteOrder.LITTLE_ENDIAN);
    check("magic number", number, opened.getInt(), PartWriter.MAGIC);
    check("format", number, opened.getInt(), format);
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

  /**
   * @throws IllegalArgumentException if it is negative
   */
  int getCount() {
    return (int) notNegative(at().getInt());
  }

  /**
   * @throws IllegalArgumentException if it is negative
   */
  long getLongCount() {
    return notNegative(at().getLong());
  }

  private static long notNegative(long count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "the checkpoint has the count %d; counts are not negative".formatted(count));
    }
    return count;
  }

  /**
   * @throws IllegalArgumentException if it is not finite
   */
  double getDouble() {
    return finite(at().getDouble());
  }

  private float getFloat() {
    return (float) finite(at().getFloat());
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "the checkpoint has the number %s; all must be finite".formatted(value));
    }
    return value;
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
      into[i] = getFloat();
    }
  }

  void get(double[] into, int from, int end) {
    for (int i = from; i < end; i++) {
      into[i] = getDouble();
    }
  }

  double[][] getFloatRows(int rows, int width) {
    double[][] values = new double[rows][width];
    for (double[] row : values) {
      for (int k = 0; k < width; k++) {
        row[k] = getFloat();
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
