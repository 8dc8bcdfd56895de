package io.factorscope.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A broker that runs. */
public final class BrokerProcess implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(100);

  private final BrokerSettings settings;
  private final ChildProcess child;

  private BrokerProcess(BrokerSettings settings, ChildProcess child) {
    this.settings = settings;
    this.child = child;
  }

  /**
   * Starts a broker on its folder, which is prepared when it is new, and waits until it answers.
   *
   * @throws MachineException if it does not start; the message has the end of its log
   * @throws StoppedException if the thread is interrupted
   */
  public static BrokerProcess start(BrokerSettings settings) {
    BrokerProcess broker = launch(settings);
    try {
      broker.awaitAnswer();
      return broker;
    } catch (MachineException | StoppedException e) {
      broker.child.handle().destroyForcibly();
      throw e;
    }
  }

  /**
   * Starts a broker as {@link #start} does, and does not wait until it answers.
   *
   * @throws MachineException if its folder can't be prepared
   * @throws StoppedException if the thread is interrupted
   */
  public static BrokerProcess launch(BrokerSettings settings) {
    BrokerFolder.prepare(settings);
    return new BrokerProcess(
        settings, run("broker", settings, "kafka.Kafka", List.of(BrokerSettings.PROPERTIES)));
  }

  /**
   * Waits until it answers.
   *
   * @throws MachineException if it ends or is late; the message has the end of its log
   * @throws StoppedException if the thread is interrupted
   */
  public void awaitAnswer() {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    try {
      while (!answers()) {
        child.requireAlive();
        if (System.nanoTime() > deadline) {
          throw new MachineException(
              "broker does not answer after %d s; %s"
                  .formatted(START_TIMEOUT.toSeconds(), child.endOfLog()));
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }

  /** The broker's process, e.g. to kill it. */
  public ChildProcess child() {
    return child;
  }

  public String bootstrapServers() {
    return settings.bootstrapServers();
  }

  /** Asks it to stop and waits; ends it by force if it does not. */
  @Override
  public void close() {
    child.stop(STOP_TIMEOUT);
  }

  /** Runs a class of the broker's jars in its folder. */
  static ChildProcess run(
      String name, BrokerSettings settings, String mainClass, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ChildProcess.java(),
                "-Xmx" + settings.heapMebibytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + BrokerSettings.LOGGING,
                "-cp",
                settings.jars().toAbsolutePath().resolve("*").toString(),
                mainClass));
    command.addAll(arguments);
    return ChildProcess.startAgain(name, command, settings.log());
  }

  private boolean answers() throws InterruptedException {
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
