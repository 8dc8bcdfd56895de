package io.factorscope.standalone.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.standalone.Factorscope;
import io.factorscope.standalone.machine.DataFolder;
import io.factorscope.standalone.machine.RunInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code ./factorscope up} in a process of its own, as a user runs it. */
public final class UpProcess implements AutoCloseable {

  /** A short corpus ends at once: version 1 need not wait half a minute for more of it. */
  private static final String VERSION_1_PATIENCE = "5s";

  private final Process process;
  private final DataFolder data;
  private final Path output;

  private UpProcess(Process process, DataFolder data, Path output) {
    this.process = process;
    this.data = data;
    this.output = output;
  }

  /**
   * Starts it; its standard input is open and empty.
   *
   * @param folder where its data folder {@code data} and its output are made
   */
  public static UpProcess start(Path folder, String... options) throws IOException {
    DataFolder data = new DataFolder(folder.resolve("data"));
    Path output = folder.resolve("up.log");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dfactorscope.home=" + System.getProperty("factorscope.home"),
            "-Dorg.jboss.logging.provider=slf4j"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Factorscope.class.getName(), "up"));
    command.addAll(List.of("--topic-limit", "256MiB", "--data", data.path().toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().put("FACTORSCOPE_DICTIONARY_PATIENCE", VERSION_1_PATIENCE);
    return new UpProcess(builder.start(), data, output);
  }

  DataFolder data() {
    return data;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What runs; empty before the broker is started. */
  Optional<RunInfo> info() {
    return RunInfo.read(data);
  }

  /** The process of a child, if it runs now. */
  Optional<ProcessHandle> child(String name) {
    return info().stream()
        .flatMap(info -> info.children().stream())
        .filter(child -> child.name().equals(name) && child.runs())
        .findFirst()
        .flatMap(child -> ProcessHandle.of(child.pid()));
  }

  /** Whether a child is ready; the broker is when it listens. */
  boolean isReady(String name) {
    RunInfo info = info().orElseThrow();
    try {
      return name.equals("broker")
          ? listens(info.bootstrapServers())
          : answers(address(info, name) + "/q/health/ready");
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable String address(RunInfo info, String name) {
    return info.children().stream()
        .filter(child -> child.name().equals(name))
        .findFirst()
        .orElseThrow()
        .address();
  }

  private static boolean listens(String hostAndPort) throws IOException {
    String[] parts = hostAndPort.split(":", 2);
    try (Socket socket = new Socket(parts[0], Integer.parseInt(parts[1]))) {
      return socket.isConnected();
    }
  }

  private static boolean answers(String address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    connection.setConnectTimeout(2_000);
    connection.setReadTimeout(2_000);
    return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
  }

  /** Ends the standard input, and with it a corpus that is read from there. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Waits for the end, and answers the exit status. */
  int await(Duration time) throws InterruptedException {
    assertThat(process.waitFor(time.toSeconds(), TimeUnit.SECONDS)).as("%s", tail()).isTrue();
    return process.exitValue();
  }

  /** All that it has printed so far. */
  List<String> printed() {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it in order, if it still runs. */
  @Override
  public void close() throws IOException {
    process.toHandle().destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String tail() {
    List<String> lines = printed();
    return "still runs; it has printed:\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }
}
