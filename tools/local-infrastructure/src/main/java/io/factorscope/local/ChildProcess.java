package io.factorscope.local;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that the launcher has started, with its log. */
public final class ChildProcess {

  /**
   * The terminal sends Ctrl-C to the whole process group. The children ignore it, so that the
   * launcher can stop them in order.
   */
  private static final List<String> IGNORING_TERMINAL =
      List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "factorscope");

  private static final List<String> LOW_PRIORITY = List.of("nice", "-n", "10");
  private static final int TOLD_LINES = 20;

  private final String name;
  private final Process process;
  private final Path log;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process; all that it prints goes into the log.
   *
   * @param log file that is written anew
   * @throws MachineException if it can't be started
   */
  public static ChildProcess start(String name, List<String> command, Path log) {
    return start(name, command, log, Redirect.to(log.toFile()));
  }

  /** Starts a process as {@link #start} does, and appends to the log of the one before. */
  public static ChildProcess startAgain(String name, List<String> command, Path log) {
    return start(name, command, log, Redirect.appendTo(log.toFile()));
  }

  private static ChildProcess start(String name, List<String> command, Path log, Redirect output) {
    try {
      Process process =
          builder(command, log)
              .redirectErrorStream(true)
              .redirectOutput(output)
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      return new ChildProcess(name, process, log);
    } catch (IOException e) {
      throw new MachineException(name + ": can't be started: " + e.getMessage(), e);
    }
  }

  /**
   * Builder of a process that ignores Ctrl-C and the terminal's end. Its working folder is the
   * log's: the user's may be removed, and Quarkus would read {@code .env} and {@code config/}
   * there.
   */
  public static ProcessBuilder builder(List<String> command, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(after(IGNORING_TERMINAL, command))
            .directory(log.toAbsolutePath().resolveSibling("").toFile());
    ServiceEnvironment.restrict(builder.environment());
    return builder;
  }

  /** A process that was started by other means. */
  public static ChildProcess of(String name, Process process, Path log) {
    return new ChildProcess(name, process, log);
  }

  /** The command at low priority: it yields its processors to all others. */
  public static List<String> lowPriority(List<String> command) {
    return after(LOW_PRIORITY, command);
  }

  /** The java that runs this process. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  public String name() {
    return name;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The operating system's handle, e.g. to kill the process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  public Path log() {
    return log;
  }

  /** Stops the process: in order, and by force when it takes longer than the patience. */
  public void stop(Duration patience) {
    process.destroy();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for the end.
   *
   * @return the status
   * @throws StoppedException if the thread is interrupted
   */
  int join() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }

  /**
   * Checks that the process runs.
   *
   * @throws MachineException with the end of the log, if it has ended
   */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw death("");
    }
  }

  /** The error that reports its end, with the end of the log. It must have ended. */
  MachineException death(String more) {
    return new MachineException(name + " ended with status " + status() + more + "; " + endOfLog());
  }

  /** The status that it ended with: over 128 it was killed by signal status - 128. */
  int status() {
    return process.exitValue();
  }

  /** Where the log is and how it ends, for messages. */
  public String endOfLog() {
    return "the end of " + log + ":\n" + logTail(TOLD_LINES);
  }

  /** The last lines of the log; what is no UTF-8 in it is shown as U+FFFD. */
  String logTail(int lines) {
    try {
      List<String> all =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "(can't be read: " + e.getMessage() + ")";
    }
  }

  private static List<String> after(List<String> first, List<String> command) {
    List<String> result = new ArrayList<>(first);
    result.addAll(command);
    return result;
  }
}
