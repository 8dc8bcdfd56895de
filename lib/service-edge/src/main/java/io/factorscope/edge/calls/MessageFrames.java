package io.factorscope.edge.calls;

import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a request's bytes into messages. Each comes after a byte that says whether it is compressed
 * and its length, 4 bytes.
 */
final class MessageFrames {

  private static final int PREFIX = 5;
  private static final int COMPRESSED = 1;

  private final Decompressor decompressor;
  private final int limit;
  private Buffer bytes = Buffer.buffer();
  private int at;

  /**
   * Frames of a request that has not begun.
   *
   * @param decompressor of compressed messages; {@link Codec.Identity#NONE} if there can be none
   * @param limit bytes that a message may have, before and after it is decompressed
   */
  MessageFrames(Decompressor decompressor, int limit) {
    this.decompressor = decompressor;
    this.limit = limit;
  }

  void add(Buffer more) {
    bytes = at == bytes.length() ? Buffer.buffer() : at == 0 ? bytes : rest();
    at = 0;
    bytes.appendBuffer(more);
  }

  private Buffer rest() {
    return bytes.getBuffer(at, bytes.length());
  }

  /**
   * Whether a whole message is there.
   *
   * @throws StatusRuntimeException if the one that comes is too large; nothing can follow it
   */
  boolean hasNext() {
    return bytes.length() - at >= PREFIX && bytes.length() - at - PREFIX >= length();
  }

  /** Whether there are bytes of a message that is not whole. */
  boolean isInMessage() {
    return bytes.length() > at;
  }

  private int length() {
    long length = bytes.getUnsignedInt(at + 1);
    if (length > limit) {
      throw tooLarge("has %d bytes".formatted(length));
    }
    return (int) length;
  }

  private StatusRuntimeException tooLarge(String what) {
    return Status.RESOURCE_EXHAUSTED
        .withDescription(
            "a message %s, must have at most %d: quarkus.grpc.server.max-inbound-message-size"
                .formatted(what, limit))
        .asRuntimeException();
  }

  /**
   * The next message, decompressed. There must be one.
   *
   * @throws StatusRuntimeException if it can't be decompressed
   */
  byte[] next() {
    int flags = bytes.getByte(at);
    int begin = at + PREFIX;
    int end = begin + length();
    at = end;
    byte[] message = bytes.getBytes(begin, end);
    return flags == 0 ? message : decompressed(message, flags);
  }

  private byte[] decompressed(byte[] message, int flags) {
    if (flags != COMPRESSED || decompressor == Codec.Identity.NONE) {
      throw Status.INTERNAL
          .withDescription(
              "a message has the flags %d, and grpc-encoding is %s"
                  .formatted(flags, decompressor.getMessageEncoding()))
          .asRuntimeException();
    }
    try (InputStream stream = decompressor.decompress(new ByteArrayInputStream(message))) {
      byte[] decompressed = stream.readNBytes(limit);
      if (stream.read() >= 0) {
        throw tooLarge("has more than %d bytes when decompressed".formatted(limit));
      }
      return decompressed;
    } catch (IOException e) {
      throw Status.INTERNAL
          .withDescription(
              "a message is no %s: %s".formatted(decompressor.getMessageEncoding(), e.getMessage()))
          .asRuntimeException();
    }
  }
}
