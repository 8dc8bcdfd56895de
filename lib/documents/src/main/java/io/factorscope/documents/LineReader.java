package io.factorscope.documents;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a stream of bytes, in bounded memory: of a line that is too long only the beginning is
 * kept, and the rest is read past.
 */
final class LineReader {

  private static final int READ_BYTES = 1 << 16;
  private static final int KEPT_BYTES = 1 << 20;

  private final InputStream in;
  private final int maxBytes;
  private byte[] buffer = new byte[READ_BYTES];
  private int from; // of what is read and not yet given
  private int to;
  private boolean cut;
  private boolean ended;

  LineReader(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** The next line without its end, or null after the last. */
  byte @Nullable [] next() throws IOException {
    cut = false;
    int searched = from;
    while (true) {
      int end = indexOfLineEnd(searched);
      if (end < to) {
        return take(end, end + 1);
      }
      if (to - from > maxBytes) {
        return skipRest();
      }
      searched = to - from;
      if (!fill()) {
        return from < to ? take(to, to) : null;
      }
      searched += from;
    }
  }

  /** Whether the last line was too long, so that its end is missing. */
  boolean wasCut() {
    return cut;
  }

  /** Whether the last line ended with the stream, and not with a line end. */
  boolean wasUnended() {
    return ended && from == to;
  }

  /** Whether the next line may have to be waited for. */
  boolean mayWait() throws IOException {
    return indexOfLineEnd(from) == to && in.available() == 0;
  }

  private byte[] skipRest() throws IOException {
    cut = true;
    byte[] line = Arrays.copyOfRange(buffer, from, from + maxBytes);
    int end = to;
    do {
      from = to;
      if (!fill()) {
        return line;
      }
      end = indexOfLineEnd(from);
    } while (end == to);
    from = end + 1;
    return line;
  }

  private byte[] take(int end, int next) {
    byte[] line = Arrays.copyOfRange(buffer, from, end);
    from = next;
    return line;
  }

  private int indexOfLineEnd(int start) {
    int i = start;
    while (i < to && buffer[i] != '\n') {
      i++;
    }
    return i;
  }

  /** Reads more; false at the end of the stream. Moves what is there to the front. */
  private boolean fill() throws IOException {
    byte[] target = bufferFor(to - from);
    System.arraycopy(buffer, from, target, 0, to - from);
    buffer = target;
    to -= from;
    from = 0;
    int read = in.read(buffer, to, READ_BYTES);
    to += Math.max(read, 0);
    ended = read < 0;
    return !ended;
  }

  /** One with room to read into; one that a long line made large does not stay. */
  private byte[] bufferFor(int bytes) {
    if (buffer.length - bytes < READ_BYTES) {
      return new byte[Math.max(buffer.length * 2, bytes + READ_BYTES)];
    }
    return buffer.length > KEPT_BYTES && bytes < READ_BYTES ? new byte[2 * READ_BYTES] : buffer;
  }
}
