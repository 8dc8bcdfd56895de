package io.factorscope.edge.calls;

import java.io.ByteArrayOutputStream;

/** Messages of a wanted size. */
final class FilledMessage {

  private static final int FILLER_FIELD = 15_000;

  private FilledMessage() {}

  /** With a field that nobody knows, so that it has so many bytes. */
  static byte[] of(byte[] message, int size) {
    ByteArrayOutputStream filled = new ByteArrayOutputStream(size);
    filled.writeBytes(message);
    varint(filled, FILLER_FIELD << 3 | 2);
    // The length takes 4 bytes for all sizes that are tried.
    int length = size - filled.size() - 4;
    for (int shift = 0; shift < 28; shift += 7) {
      filled.write((length >>> shift & 0x7F) | (shift < 21 ? 0x80 : 0));
    }
    filled.writeBytes(new byte[length]);
    return filled.toByteArray();
  }

  private static void varint(ByteArrayOutputStream to, int value) {
    int left = value;
    for (; left > 0x7F; left >>>= 7) {
      to.write(left & 0x7F | 0x80);
    }
    to.write(left);
  }
}
