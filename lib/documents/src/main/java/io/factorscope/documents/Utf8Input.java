package io.factorscope.documents;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * An input that should be UTF-8: the first read fails if its beginning says that it is something
 * else. The beginning is 64 KiB, or what has come when the sender pauses.
 */
final class Utf8Input extends FilterInputStream {

  private static final int BEGINNING_BYTES = 1 << 16;

  private byte @Nullable [] beginning;
  private int position;
  private int length;
  private @Nullable IOException failure;

  Utf8Input(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int max) throws IOException {
    if (beginning == null) {
      beginning = readBeginning();
    }
    if (position < length) {
      int n = Math.min(max, length - position);
      System.arraycopy(beginning, position, target, offset, n);
      position += n;
      return n;
    }
    if (failure != null) {
      throw failure;
    }
    return in.read(target, offset, max);
  }

  @Override
  public int available() throws IOException {
    return position < length ? length - position : in.available();
  }

  private byte[] readBeginning() throws IOException {
    byte[] bytes = new byte[BEGINNING_BYTES];
    int read = 0;
    while (read >= 0 && length < bytes.length && (length == 0 || in.available() > 0)) {
      read = readSome(bytes);
      length += Math.max(0, read);
    }
    String problem = new InputBeginning(bytes, length, read < 0).problem().orElse(null);
    if (problem != null) {
      length = 0;
      failure = new IOException(problem);
    }
    return bytes;
  }

  /** What fails after something was read fails again when that has been given. */
  private int readSome(byte[] bytes) {
    try {
      return in.read(bytes, length, bytes.length - length);
    } catch (IOException e) {
      failure = e;
      return -1;
    }
  }
}
