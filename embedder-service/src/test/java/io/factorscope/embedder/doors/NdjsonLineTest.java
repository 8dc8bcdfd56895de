package io.factorscope.embedder.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NdjsonLineTest {

  @Test
  void onlyTheTextIsNeeded() {
    assertThat(read("{\"text\": \"t\"}")).isEqualTo(new NdjsonLine("", "", "t"));
    assertThat(
            read("{\"id\": \"i\", \"source\": \"s\", \"text\": \"\\ud83d\\ude42\", \"more\": 1}\r"))
        .isEqualTo(new NdjsonLine("i", "s", "🙂"));
    assertThat(read("{\"text\": \"a\\ud83db \\ude42\"}").text()).isEqualTo("a?b ?");
    assertThat(read("{\"id\": null, \"text\": \"\"}")).isEqualTo(new NdjsonLine("", "", ""));
  }

  @Test
  void faultsAreNamed() {
    assertRefused("{\"id\": \"i\"}", "text: is missing");
    assertRefused("{\"text\": null}", "text: is of type null, must be a string");
    assertRefused("{\"text\": 5}", "text: is of type number, must be a string");
    assertRefused("{\"text\": \"t\", \"id\": {}}", "id: is of type object");
    assertRefused("[1]", "line: must be a JSON object");
    assertRefused("{\"text\": ", "line: is no JSON");
    assertThatThrownBy(() -> NdjsonLine.read(new byte[] {'"', (byte) 0xC3, '"'}))
        .isInstanceOf(InvalidRequestException.class);
  }

  private static void assertRefused(String line, String message) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(message);
  }

  private static NdjsonLine read(String line) {
    return NdjsonLine.read(line.getBytes(UTF_8));
  }
}
