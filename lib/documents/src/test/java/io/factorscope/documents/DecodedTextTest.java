package io.factorscope.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecodedTextTest {

  private static final int[] BYTES = {
    0x41, 0x80, 0xBF, 0xC0, 0xC3, 0xE2, 0xED, 0xA0, 0xEF, 0xBF, 0xBD, 0xF0, 0xF4, 0x90
  };

  @Test
  void whatWasPutInIsToldFromWhatCameWhateverTheBytes() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) BYTES[random.nextInt(BYTES.length)];
      }
      DecodedText decoded = DecodedText.of(bytes, bytes.length);

      assertThat(decoded.marked().replace('\uFFFE', '\uFFFD')).isEqualTo(decoded.text());
      boolean right = decoded.marked().equals(decoded.text());
      assertThat(right).isEqualTo(isRight(bytes));
    }
  }

  private static boolean isRight(byte[] bytes) {
    return Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
  }

  @Test
  void onlyTheFirstByteOrderMarkIsDropped() {
    byte[] bytes = "\uFEFFa\uFEFF".getBytes(UTF_8);
    assertThat(DecodedText.of(bytes, bytes.length).text()).isEqualTo("a\uFEFF");
  }
}
