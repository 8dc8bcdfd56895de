package io.factorscope.benchmarks.coder;

import io.factorscope.sparse.SparseCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of sparse codes that Python writes as easily as Java, all little-endian: int32 count,
 * int32 entries, int32 offsets [count + 1], int32 factors [entries], float32 activations [entries].
 * Gaps are not in it: they are recomputed.
 */
final class CodeFile {

  private CodeFile() {}

  static void write(Path file, SparseCodes codes) throws IOException {
    int entries = codes.offset(codes.count());
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * (3 + codes.count() + 2 * entries))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(codes.count())
            .putInt(entries);
    for (int row = 0; row <= codes.count(); row++) {
      bytes.putInt(codes.offset(row));
    }
    for (int e = 0; e < entries; e++) {
      bytes.putInt(codes.factors()[e]);
    }
    for (int e = 0; e < entries; e++) {
      bytes.putFloat(codes.activations()[e]);
    }
    Files.write(file, bytes.array());
  }

  /**
   * Reads codes; their gaps are NaN.
   *
   * @throws IllegalArgumentException if the file does not hold codes
   */
  static SparseCodes read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int count = bytes.getInt();
    int entries = bytes.getInt();
    if (bytes.capacity() != (long) Integer.BYTES * (3L + count + 2L * entries)) {
      throw new IllegalArgumentException(
          "%s has %d bytes; %d codes with %d entries need others"
              .formatted(file, bytes.capacity(), count, entries));
    }
    int[] offsets = new int[count + 1];
    int[] factors = new int[entries];
    float[] activations = new float[entries];
    bytes.asIntBuffer().get(offsets).get(factors);
    bytes.position(bytes.position() + Integer.BYTES * (count + 1 + entries));
    bytes.asFloatBuffer().get(activations);
    return codes(offsets, factors, activations);
  }

  private static SparseCodes codes(int[] offsets, int[] factors, float[] activations) {
    SparseCodes.Builder builder = new SparseCodes.Builder(offsets.length);
    for (int row = 0; row + 1 < offsets.length; row++) {
      int from = offsets[row];
      int end = offsets[row + 1];
      builder.add(
          Arrays.copyOfRange(factors, from, end),
          Arrays.copyOfRange(activations, from, end),
          end - from,
          Float.NaN);
    }
    return builder.build();
  }
}
