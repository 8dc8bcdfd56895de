package io.factorscope.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GzipInputTest {

  private static final String TEXT = "Some text that is worth packing. ".repeat(20);
  private static final byte[] PARTS = InputBytes.of(InputBytes.gzip(TEXT), InputBytes.gzip(TEXT));
  private static final int FIRST = InputBytes.gzip(TEXT).length;

  @Test
  void whatIsCutAnywhereIsNotTakenForComplete() throws IOException {
    for (int length = 0; length <= PARTS.length; length++) {
      byte[] cut = Arrays.copyOf(PARTS, length);
      if (length == FIRST || length == PARTS.length) {
        assertThat(unpacked(cut)).isEqualTo(length == FIRST ? TEXT : TEXT + TEXT);
      } else {
        assertThatThrownBy(() -> unpacked(cut))
            .as("%d of %d bytes", length, PARTS.length)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("gzip: breaks off in part " + (length < FIRST ? 1 : 2));
      }
    }
  }

  @Test
  void aBitThatFlippedIsNeverTakenForTheText() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] bad = PARTS.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        // Time and system of the header are nobody's business.
        assertThat(unpacked(bad)).isEqualTo(TEXT + TEXT);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("gzip: ").hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void aHeaderMayHaveExtraFieldsNameCommentAndChecksum() throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    plain.writeBytes(InputBytes.bytes(0x1F, 0x8B, 8, 0x1C, 0, 0, 0, 0, 0, 3));
    plain.writeBytes(InputBytes.bytes(2, 0, 'x', 'y'));
    plain.writeBytes("name\0comment\0".getBytes(UTF_8));
    byte[] packed = InputBytes.gzip(TEXT);
    plain.write(packed, 10, packed.length - 10);

    assertThat(unpacked(plain.toByteArray())).isEqualTo(TEXT);
  }

  @Test
  @Timeout(20)
  void whatWasFlushedIsGivenAtOnce() throws IOException {
    try (PipedOutputStream pipe = new PipedOutputStream();
        GzipInput in = new GzipInput(new PipedInputStream(pipe, 1 << 16), GzipInput.ANY_RATIO)) {
      GZIPOutputStream out = new GZIPOutputStream(pipe, 512, true);
      out.write("first\n".getBytes(UTF_8));
      out.flush();

      assertThat(new String(in.readNBytes(6), UTF_8)).isEqualTo("first\n");
      assertThat(in.available()).isZero();
    }
  }

  @Test
  void aBodyThatBecomesAHundredTimesAsLargeIsRefused() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 80; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    InputStream bomb = Inputs.packedBody(new ByteArrayInputStream(packed.toByteArray()));

    assertThatThrownBy(() -> bomb.transferTo(OutputStream.nullOutputStream()))
        .hasMessage("gzip: becomes more than 100 times its size; send it unpacked");
    assertThat(
            Inputs.stream(new ByteArrayInputStream(packed.toByteArray()))
                .transferTo(OutputStream.nullOutputStream()))
        .isEqualTo(80L << 20);
  }

  private static String unpacked(byte[] packed) throws IOException {
    return new String(
        new GzipInput(new ByteArrayInputStream(packed), GzipInput.ANY_RATIO).readAllBytes(), UTF_8);
  }
}
