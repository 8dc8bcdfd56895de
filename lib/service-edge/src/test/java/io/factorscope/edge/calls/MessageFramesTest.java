package io.factorscope.edge.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Codec;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MessageFramesTest {

  private static final int LIMIT = 1_000;

  private final MessageFrames frames = new MessageFrames(new Codec.Gzip(), LIMIT);

  @Test
  void messagesComeWholeHoweverTheirBytesAreCut() {
    Buffer all = Buffer.buffer();
    for (int size = 0; size < 50; size++) {
      all.appendBuffer(frame(0, new byte[size]));
    }
    int messages = 0;
    for (int i = 0; i < all.length(); i++) {
      frames.add(all.getBuffer(i, i + 1));
      while (frames.hasNext()) {
        assertThat(frames.next()).hasSize(messages++);
      }
    }
    assertThat(messages).isEqualTo(50);
    assertThat(frames.isInMessage()).isFalse();
  }

  @Test
  void whatComesAtOnceIsTakenOneByOne() throws IOException {
    frames.add(frame(0, new byte[] {1}).appendBuffer(frame(1, gzip(new byte[] {2}))));
    frames.add(Buffer.buffer(new byte[] {0, 0}));
    assertThat(frames.hasNext()).isTrue();
    assertThat(frames.next()).containsExactly(1);
    assertThat(frames.next()).containsExactly(2);
    assertThat(frames.hasNext()).isFalse();
    assertThat(frames.isInMessage()).isTrue();
  }

  @Test
  void theLimitHoldsBeforeAndAfterDecompression() throws IOException {
    frames.add(frame(1, gzip(new byte[LIMIT])));
    assertThat(frames.next()).hasSize(LIMIT);
    frames.add(frame(1, gzip(new byte[LIMIT + 1])));
    assertThatThrownBy(frames::next)
        .hasMessageStartingWith("RESOURCE_EXHAUSTED: a message has more than 1000 bytes when");
    frames.add(Buffer.buffer().appendByte((byte) 0).appendInt(-1));
    assertThatThrownBy(frames::hasNext)
        .hasMessageStartingWith(
            "RESOURCE_EXHAUSTED: a message has 4294967295 bytes, must have at most 1000");
  }

  @Test
  void damagedGzipAndUnknownFlagsAreErrors() throws IOException {
    byte[] cut = Arrays.copyOf(gzip(new byte[500]), 15);
    frames.add(frame(1, cut));
    assertThatThrownBy(frames::next).hasMessageStartingWith("INTERNAL: a message is no gzip: ");
    frames.add(frame(7, new byte[3]));
    assertThatThrownBy(frames::next)
        .hasMessage("INTERNAL: a message has the flags 7, and grpc-encoding is gzip");
  }

  private static byte[] gzip(byte[] message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new Codec.Gzip().compress(bytes)) {
      gzip.write(message);
    }
    return bytes.toByteArray();
  }

  private static Buffer frame(int flags, byte[] message) {
    return Buffer.buffer().appendByte((byte) flags).appendInt(message.length).appendBytes(message);
  }
}
