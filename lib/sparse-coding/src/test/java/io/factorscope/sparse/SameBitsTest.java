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

  private static final List<List<String>> JVMS =
      List.of(
          List.of(MODULE, "-Xint"),
          List.of(MODULE, "-XX:TieredStopAtLevel=1"),
          List.of(MODULE, "-Dfactorscope.vector.bits=128"),
          List.of(MODULE, "-Dfactorscope.vector.bits=256"),
          List.of(MODULE, "-Dfactorscope.kernels=scalar"),
          List.of()); // without the module

  @ParameterizedTest
  @ValueSource(strings = {"WorkingSetCoder", "RowGramCoder"})
  void inEveryJvm(String coder) throws Exception {
    List<Process> children = new ArrayList<>();
    for (List<String> flags : JVMS) {
      children.add(start(coder, flags));
    }
    String here = CodeDigest.digest(coder);
    for (int i = 0; i < children.size(); i++) {
      assertThat(output(children.get(i))).as("with %s", JVMS.get(i)).isEqualTo(here);
    }
  }

  private static Process start(String coder, List<String> flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(flags);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), CodeDigest.class.getName(), coder));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static String output(Process process) throws IOException, InterruptedException {
    String digest = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).as("exit status").isZero();
    return digest;
  }
}
