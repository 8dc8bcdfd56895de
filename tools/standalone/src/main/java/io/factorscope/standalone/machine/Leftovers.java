package io.factorscope.standalone.machine;

import io.factorscope.local.MachineException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Children of a killed launcher. Only the holder of the folder's lock may stop them. */
public final class Leftovers {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Leftovers() {}

  /**
   * Stops those that still run, in order and then by force.
   *
   * @return names and process numbers of those that ran, in a sentence for the user; empty if none
   *     did
   */
  public static Optional<String> stop(DataFolder data) {
    List<String> stopped = new ArrayList<>();
    for (RunInfo.Child child : RunInfo.read(data).map(RunInfo::children).orElse(List.of())) {
      Optional<ProcessHandle> handle = child.handle();
      if (handle.isPresent()) {
        stop(handle.get());
        stopped.add(child.name() + " (process " + child.pid() + ")");
      }
    }
    forget(data);
    return stopped.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "an earlier ./factorscope up on this folder was killed; stopped what it has left"
                + " running: "
                + String.join(", ", stopped));
  }

  /** Removes the record of what runs. */
  static void forget(DataFolder data) {
    try {
      Files.deleteIfExists(data.runFile());
    } catch (IOException e) {
      throw new MachineException(data.runFile() + ": can't be removed: " + FileProblem.of(e), e);
    }
  }

  private static void stop(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      process.onExit().join();
    } catch (ExecutionException e) {
      throw new MachineException(
          "process " + process.pid() + ": can't be stopped: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
