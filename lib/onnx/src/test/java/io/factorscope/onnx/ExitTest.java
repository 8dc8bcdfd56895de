package io.factorscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime alone dies by SIGSEGV when its process is stopped while it runs a model. */
@Timeout(120)
class ExitTest {
  /** 128 + SIGTERM: what a JVM answers that was stopped in an orderly way. */
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  @RepeatedTest(4)
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
  void survivesTermination() throws Exception {
    Process process = start("signal", 0);
    BufferedReader output = process.inputReader();
    awaitBusy(output);

    process.toHandle().destroy(); // Process.destroy would close the output, too.

    List<String> rest = output.readAllLines();
    assertEndsInOrder(process, TERMINATED, rest);
  }

  @Test
  void survivesExit() throws Exception {
    Process process = start("exit", 0);

    List<String> lines = process.inputReader().readAllLines();

    assertEndsInOrder(process, 7, lines);
  }

  @Test
  void leavesTheOwnerItsTime() throws Exception {
    Process process = start("exit", 30);

    List<String> lines = process.inputReader().readAllLines();

    assertEndsInOrder(process, 7, lines);
    assertThat(lines).contains("owner's last run is done");
  }

  /** Whoever starts a service need not know of the variable that keeps telemetry from starting. */
  @RepeatedTest(3)
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the variable can't be set there")
  void endsWellAndLeavesNothingInTheHomeFolderWithoutAnyVariable() throws Exception {
    ProcessBuilder bare = builder(BareProcess.class);
    bare.environment().clear();
    bare.environment().put("HOME", folder.toString());
    Process process = bare.start();

    List<String> lines = process.inputReader().readAllLines();

    assertEndsInOrder(process, 0, lines);
  }

  private Process start(String end, int ownersSeconds) throws IOException {
    return builder(BusyProcess.class, end, Integer.toString(ownersSeconds)).start();
  }

  private ProcessBuilder builder(Class<?> main, String... arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:ErrorFile=" + folder.resolve("crash.log"),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            TestModels.miniLm().toAbsolutePath().toString());
    builder.command().addAll(List.of(arguments));
    return builder.redirectErrorStream(true).directory(folder.toFile());
  }

  private static void awaitBusy(BufferedReader output) throws IOException {
    String line = output.readLine();
    while (line != null && !line.equals("busy")) {
      line = output.readLine();
    }
    assertThat(line).isEqualTo("busy");
  }

  private void assertEndsInOrder(Process process, int status, List<String> lines)
      throws InterruptedException, IOException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s", lines).isEqualTo(status);
    assertThat(lines).noneMatch(line -> line.startsWith("failed:") || line.contains("SIG"));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
