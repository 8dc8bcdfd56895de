package io.factorscope.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedGram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class GramBuilderTest {
  @Test
  void everyEntryIsTheProductOfItsAtoms() {
    Planted planted = new Planted(150, 40, 1);
    float[] atoms = planted.atoms();
    PackedGram gram = GramBuilder.build(planted.dictionary().packed(), Kernels.best());
    for (int i = 0; i < 150; i++) {
      for (int j = 0; j < 150; j++) {
        double product = 0;
        for (int k = 0; k < 40; k++) {
          product += (double) atoms[i * 40 + k] * atoms[j * 40 + k];
        }
        assertThat(Math.abs(gram.get(i, j) - product)).isLessThan(PackedGram.ROUNDING + 3e-6);
      }
    }
  }

  @Test
  void memoryIsCheckedBeforeItIsTaken() {
    assertThatCode(() -> GramBuilder.checkRoom(1536, 4_718_592)).doesNotThrowAnyException();
    assertThatThrownBy(() -> GramBuilder.checkRoom(1536, 4_718_591))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1536 factors takes 4718592 bytes")
        .hasMessageContaining("-Xmx");
    assertThatThrownBy(() -> GramBuilder.checkRoom(70_000, Long.MAX_VALUE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one array");
  }

  @Test
  void aHeapThatIsTooSmallIsNamedAndNothingIsTaken() throws Exception {
    assertThat(coderIn("200m", 16_384, 0))
        .startsWith("the Gram matrix of 16384 factors takes 536870912 bytes, but the heap has ")
        .contains(" left; raise -Xmx");
  }

  @Test
  void garbageDoesNotCount() throws Exception {
    assertThat(coderIn("80m", 4096, 50)).isEqualTo("made");
  }

  private static String coderIn(String heap, int factors, int garbage) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + heap,
                "-Dfactorscope.kernels=scalar",
                "-cp",
                System.getProperty("java.class.path"),
                LargeCoder.class.getName(),
                Integer.toString(factors),
                Integer.toString(garbage))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.strip();
  }

  @Test
  void anInterruptCancels() {
    Dictionary dictionary = new Planted(150, 40, 1).dictionary();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> new RowGramCoder(dictionary, 0.5))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("row 0");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
