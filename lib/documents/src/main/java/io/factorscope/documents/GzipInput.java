package io.factorscope.documents;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip, also of several parts. Unlike the JDK's stream it takes nothing for complete that
 * breaks off, and gives what there is without waiting for more.
 */
final class GzipInput extends InputStream {

  /** Unpacks whatever it becomes. */
  static final int ANY_RATIO = Integer.MAX_VALUE;

  /** Up to this size the ratio is not looked at: small bodies of one repeated line are harmless. */
  static final long FREE_BYTES = 64 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final GzipBytes packed;
  private final int maxRatio;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private long unpacked;
  private int part;
  private boolean inPart;
  private boolean ended;

  /**
   * @param maxRatio how many times its size it may become
   */
  GzipInput(InputStream in, int maxRatio) {
    this.packed = new GzipBytes(in, BUFFER_BYTES);
    this.maxRatio = maxRatio;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int max) throws IOException {
    if (max == 0) {
      return 0;
    }
    try {
      int n = 0;
      while (n == 0 && !ended) {
        n = inPart || beginPart() ? inflate(target, offset, max) : 0;
      }
      return n == 0 ? -1 : n;
    } catch (EOFException e) {
      throw damaged("breaks off in part " + Math.max(1, part), e);
    } catch (ZipException | DataFormatException e) {
      throw damaged("is damaged in part " + part + " (" + e.getMessage() + ")", e);
    }
  }

  @Override
  public int available() throws IOException {
    return inPart && !inflater.needsInput() ? 1 : packed.available();
  }

  @Override
  public void close() throws IOException {
    end();
    packed.close();
  }

  /** Gives the inflater's memory back; nothing more is read. */
  private void end() {
    ended = true;
    inPart = false;
    inflater.end();
  }

  /** Whether there is another part; its header is read. */
  private boolean beginPart() throws IOException {
    if (packed.isAtEnd()) {
      if (part == 0) {
        throw new EOFException();
      }
      end();
      return false;
    }
    part++;
    packed.readHeader();
    inflater.reset();
    checksum.reset();
    inPart = true;
    return true;
  }

  private int inflate(byte[] target, int offset, int max) throws IOException, DataFormatException {
    int n = inflater.inflate(target, offset, max);
    checksum.update(target, offset, n);
    unpacked += n;
    if (unpacked > FREE_BYTES && unpacked / maxRatio > packed.count()) {
      end();
      throw new IOException(
          "gzip: becomes more than %d times its size; send it unpacked".formatted(maxRatio));
    }
    if (n == 0) {
      goOn();
    }
    return n;
  }

  /** Nothing came out: the part is at its end, or more must go in. */
  private void goOn() throws IOException {
    if (inflater.finished()) {
      packed.takeBack(inflater.getRemaining());
      packed.readTrailer(checksum.getValue(), inflater.getBytesWritten());
      inPart = false;
    } else {
      packed.feed(inflater);
    }
  }

  private IOException damaged(String how, Exception cause) {
    end();
    return new IOException(
        "gzip: %s, after %,d unpacked bytes; pack it again".formatted(how, unpacked), cause);
  }
}
