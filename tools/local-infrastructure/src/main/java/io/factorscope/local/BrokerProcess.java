package io.factorscope.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** A broker that runs. */
public final class BrokerProcess implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  /**
   * The terminal sends Ctrl-C to the whole process group; a broker ends when who started it says
   * so, after those who write to it.
   */
  private static final List<String> DEAF_TO_TERMINAL =
      List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "broker");

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final BrokerSettings settings;
  private final Process process;

  private BrokerProcess(BrokerSettings settings, Process process) {
    this.settings = settings;
    this.process = process;
  }

  /**
   * Starts a broker on its folder, which is made ready when it is new, and waits until it answers.
   *
   * @throws IOException if it does not start; the message has the end of its log
   */
  public static BrokerProcess start(BrokerSettings settings)
      throws IOException, InterruptedException {
    BrokerProcess broker = launch(settings);
    try {
      broker.awaitAnswer();
      return broker;
    } catch (IOException | InterruptedException e) {
      broker.process.destroyForcibly();
      throw e;
    }
  }

  /**
   * Starts a broker as {@link #start} does, and does not wait until it answers.
   *
   * @throws IOException if its folder can't be made ready
   */
  public static BrokerProcess launch(BrokerSettings settings)
      throws IOException, InterruptedException {
    BrokerFolder.prepare(settings);
    return new BrokerProcess(
        settings, launch(settings, "kafka.Kafka", List.of(BrokerSettings.PROPERTIES)));
  }

  /**
   * Waits until it answers.
   *
   * @throws IOException if it ends or is late; the message has the end of its log
   */
  public void awaitAnswer() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!answers()) {
      if (!process.isAlive()) {
        throw new IOException(
            "the broker ended with status "
                + process.exitValue()
                + ":\n"
                + BrokerFolder.logTail(settings));
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "the broker does not answer after "
                + START_TIMEOUT.toSeconds()
                + " s:\n"
                + BrokerFolder.logTail(settings));
      }
      Thread.sleep(100);
    }
  }

  /** The operating system's process, e.g. to kill it. */
  public Process process() {
    return process;
  }

  public String bootstrapServers() {
    return settings.bootstrapServers();
  }

  /** Asks it to stop and waits; ends it by force if it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  static Process launch(BrokerSettings settings, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>(DEAF_TO_TERMINAL);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + settings.heapMebibytes() + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.configurationFile=" + BrokerSettings.LOGGING,
            "-cp",
            settings.jars().toAbsolutePath().resolve("*").toString(),
            mainClass));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(settings.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(settings.log().toFile()));
    // Log4j takes settings from the environment, too.
    builder.environment().keySet().removeIf(name -> name.startsWith("LOG4J"));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("can't start the broker: " + e.getMessage(), e);
    }
  }

  private boolean answers() throws IOException, InterruptedException {
    // The port is tried first: an Admin without a broker logs a warning every moment.
    if (!BrokerFolder.listens(settings.port())) {
      return false;
    }
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "request.timeout.ms",
                2_000,
                "default.api.timeout.ms",
                2_000))) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    }
  }
}
