package io.factorscope.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A code has the same bits in every JVM: interpreted, of any vector width, without vectors. */
class SameBitsTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @ParameterizedTest
  @ValueSource(strings = {"WorkingSetCoder", "RowGramCoder"})
  void inEveryJvm(String coder) throws Exception {
    String here = CodeDigest.digest(coder);
    assertThat(child(coder, MODULE, "-Xint")).isEqualTo(here);
    assertThat(child(coder, MODULE, "-XX:TieredStopAtLevel=1")).isEqualTo(here);
    assertThat(child(coder, MODULE, "-Dfactorscope.vector.bits=128")).isEqualTo(here);
    assertThat(child(coder, MODULE, "-Dfactorscope.vector.bits=256")).isEqualTo(here);
    assertThat(child(coder, MODULE, "-Dfactorscope.kernels=scalar")).isEqualTo(here);
    assertThat(child(coder)).as("without the module").isEqualTo(here);
  }

  private static String child(String coder, String... flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of(flags));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), CodeDigest.class.getName(), coder));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String digest = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).as("exit status of %s", command).isZero();
    return digest;
  }
}
