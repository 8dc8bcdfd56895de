package io.factorscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NativeLibraryTest {
  @TempDir Path temp;

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
  void isLoadedFromTheCacheAndUnpackedOnce() throws Exception {
    Path cache = temp.resolve("cache");

    List<String> first = run(cache);
    List<String> second = run(cache);
    String inCache = cache.toRealPath().toString();

    assertThat(first)
        .filteredOn(line -> line.startsWith("/"))
        .hasSize(2)
        .allMatch(line -> line.startsWith(inCache));
    assertThat(first).anyMatch(line -> line.contains("Unpacking"));
    assertThat(second).anyMatch(line -> line.startsWith(inCache));
    assertThat(second).noneMatch(line -> line.contains("Unpacking"));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
  void leavesTheUsersOwnPathAlone() throws Exception {
    Path cache = temp.resolve("cache");
    run(cache);
    Path unpacked;
    try (Stream<Path> entries = Files.list(cache)) {
      unpacked = entries.filter(Files::isDirectory).findFirst().orElseThrow();
    }

    String inUnpacked = unpacked.toRealPath().toString();

    List<String> lines = run(temp.resolve("unused"), "-Donnxruntime.native.path=" + unpacked);

    assertThat(lines).anyMatch(line -> line.startsWith(inUnpacked));
    assertThat(temp.resolve("unused")).doesNotExist();
  }

  private List<String> run(Path cache, String... settings)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(settings));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            NativeLibraryProcess.class.getName(),
            cache.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = process.inputReader().readAllLines();
    assertThat(process.waitFor()).as("%s", lines).isZero();
    return lines;
  }
}
