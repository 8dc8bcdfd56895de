package io.factorscope.documents;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** The bytes of a gzip stream, and its headers and trailers (RFC 1952). */
final class GzipBytes {

  static final int MAGIC_1 = 0x1F;
  static final int MAGIC_2 = 0x8B;

  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xE0;
  private static final int TIME_FLAGS_SYSTEM = 6;

  private final InputStream in;
  private final byte[] buffer;
  private final CRC32 header = new CRC32();
  private int position;
  private int length;
  private long count;

  GzipBytes(InputStream in, int bufferBytes) {
    this.in = in;
    this.buffer = new byte[bufferBytes];
  }

  /** Bytes that were read from the stream. */
  long count() {
    return count;
  }

  int available() throws IOException {
    return length - position + in.available();
  }

  void close() throws IOException {
    in.close();
  }

  /** Whether nothing follows but zeros, with which tapes fill up their blocks. */
  boolean isAtEnd() throws IOException {
    boolean padded = false;
    while (has()) {
      if (buffer[position] != 0) {
        if (padded) {
          throw new ZipException("zeros, and then something else");
        }
        return false;
      }
      padded = true;
      position++;
    }
    return true;
  }

  /** Gives an inflater more to work on. */
  void feed(Inflater inflater) throws IOException {
    if (!has()) {
      throw new EOFException();
    }
    inflater.setInput(buffer, position, length - position);
    position = length;
  }

  /** Takes back what the inflater has not used, the last bytes that it was fed. */
  void takeBack(int bytes) {
    position = length - bytes;
  }

  void readHeader() throws IOException {
    header.reset();
    if (next() != MAGIC_1 || next() != MAGIC_2) {
      throw new ZipException("no gzip: other bytes follow");
    }
    if (next() != DEFLATE) {
      throw new ZipException("an unknown method of compression");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("unknown flags");
    }
    skip(TIME_FLAGS_SYSTEM);
    skip((flags & EXTRA) != 0 ? nextNumber(2) : 0);
    skipText((flags & NAME) != 0);
    skipText((flags & COMMENT) != 0);
    long checksum = header.getValue() & 0xFFFF;
    if ((flags & HEADER_CHECKSUM) != 0 && nextNumber(2) != checksum) {
      throw new ZipException("wrong checksum of the header");
    }
  }

  void readTrailer(long checksum, long size) throws IOException {
    if (nextNumber(4) != checksum) {
      throw new ZipException("wrong checksum");
    }
    if (nextNumber(4) != (size & 0xFFFF_FFFFL)) {
      throw new ZipException("wrong size");
    }
  }

  private void skip(long bytes) throws IOException {
    for (long i = 0; i < bytes; i++) {
      next();
    }
  }

  private void skipText(boolean present) throws IOException {
    while (present && next() != 0) {
      continue;
    }
  }

  /** Little-endian. */
  private long nextNumber(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (long) next() << (8 * i);
    }
    return number;
  }

  private int next() throws IOException {
    if (!has()) {
      throw new EOFException();
    }
    header.update(buffer[position]);
    return buffer[position++] & 0xFF;
  }

  private boolean has() throws IOException {
    while (position == length) {
      int read = in.read(buffer);
      if (read < 0) {
        return false;
      }
      position = 0;
      length = read;
      count += read;
    }
    return true;
  }
}
