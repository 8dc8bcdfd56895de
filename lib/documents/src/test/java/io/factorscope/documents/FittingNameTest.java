package io.factorscope.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FittingNameTest {

  @Test
  void aNameThatFitsStaysAsItIs() {
    assertThat(FittingName.of("x".repeat(512), 512)).isEqualTo("x".repeat(512));
  }

  @Test
  void longNamesThatEndAlikeStayDifferent() {
    Set<String> names = new HashSet<>();
    for (String beginning : new String[] {"a", "b", "ü", "🙂"}) {
      String fitting = FittingName.of(beginning + "/long".repeat(200) + "/end.txt:7", 512);
      assertThat(fitting).endsWith("/end.txt:7");
      assertThat(fitting.getBytes(UTF_8).length).isBetween(509, 512);
      names.add(fitting);
    }
    assertThat(names).hasSize(4);
  }

  @Test
  void noCharacterIsCutInTwo() {
    for (int i = 0; i < 8; i++) {
      String fitting = FittingName.of("🙂".repeat(200) + "x".repeat(i), 512);
      assertThat(new String(fitting.getBytes(UTF_8), UTF_8)).isEqualTo(fitting);
      assertThat(fitting.getBytes(UTF_8).length).isBetween(509, 512);
    }
  }

  @Test
  @Timeout(5)
  void aNameOfMillionsOfCharactersTakesNoTime() {
    assertThat(FittingName.of("ü".repeat(4_000_000), 512).getBytes(UTF_8).length)
        .isLessThanOrEqualTo(512);
  }

  @Test
  void aNameThatCanNotBeReadAsTextHasItsBytesInItsHash() {
    Path folder = Path.of("/folder");
    assertThat(FittingName.ofFile(folder, folder.resolve("sub/café.txt")))
        .isEqualTo("sub/café.txt");
    assertThat(FittingName.ofFile(folder, folder.resolve("caf\uFFFD.txt")))
        .matches("[0-9a-f]{16}….*\\.txt");
  }
}
