package io.factorscope.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  @Test
  void givesLinesWithoutTheirEnds() throws IOException {
    assertThat(lines("one\ntwo\n\nfour", 100)).containsExactly("one", "two", "", "four");
    assertThat(lines("one\n", 100)).containsExactly("one");
    assertThat(lines("", 100)).isEmpty();
  }

  @Test
  void ofATooLongLineOnlyTheBeginningIsKept() throws IOException {
    String text = "a".repeat(200_000) + "\nshort\n" + "b".repeat(300_000);
    assertThat(lines(text, 10)).containsExactly("aaaaaaaaaa!", "short", "bbbbbbbbbb!");
  }

  @Test
  void linesDoNotDependOnHowTheyArrive() throws IOException {
    Random random = new Random(3);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      expected.add(i + "x".repeat(random.nextInt(5_000)));
    }
    assertThat(lines(String.join("\n", expected), 10_000)).isEqualTo(expected);
  }

  private static List<String> lines(String text, int maxBytes) throws IOException {
    LineReader reader = new LineReader(new Trickle(text), maxBytes);
    List<String> lines = new ArrayList<>();
    byte[] line;
    while ((line = reader.next()) != null) {
      lines.add(new String(line, UTF_8) + (reader.wasCut() ? "!" : ""));
    }
    return lines;
  }

  /** Gives some bytes at a time, as a network does. */
  private static final class Trickle extends FilterInputStream {

    private final Random random = new Random(4);

    Trickle(String text) {
      super(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, Math.min(length, 1 + random.nextInt(1_000)));
    }
  }
}
