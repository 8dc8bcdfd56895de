package io.factorscope.standalone.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.local.ChildProcess;
import io.factorscope.local.MachineException;
import io.factorscope.versions.DictionariesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs on a data folder: {@code run.json}, for other commands and for the next start.
 *
 * @param model id of the model
 * @param dictionary its name
 */
public record RunInfo(
    String bootstrapServers, String model, String dictionary, List<Child> children) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public RunInfo {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(dictionary, "dictionary");
    Objects.requireNonNull(children, "children");
    children = List.copyOf(children);
  }

  /**
   * What was started on the folder and not stopped in order; its children need not run any more.
   */
  public static Optional<RunInfo> read(DataFolder data) {
    try (InputStream file = Files.newInputStream(data.runFile())) {
      return Optional.of(JSON.readValue(file, RunInfo.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new MachineException(
          "%s: does not say what runs: %s; if nothing runs on this folder, remove the file"
              .formatted(data.runFile(), FileProblem.of(e)),
          e);
    } catch (IOException e) {
      throw new MachineException(data.runFile() + ": can't be read: " + FileProblem.of(e), e);
    }
  }

  /**
   * The machine that runs on the folder.
   *
   * @throws MachineException if none does
   */
  public static RunInfo running(DataFolder data) {
    RunInfo info = read(data).orElseThrow(() -> nothingRuns(data, ""));
    if (info.children().stream().noneMatch(Child::runs)) {
      throw nothingRuns(data, " any more: its ./factorscope up was killed");
    }
    return info;
  }

  private static MachineException nothingRuns(DataFolder data, String since) {
    return new MachineException(
        "nothing runs on %s%s; start with ./factorscope up".formatted(data.path(), since));
  }

  void write(DataFolder data) {
    JsonFile.write(data.runFile(), this);
  }

  /**
   * Where a service answers, e.g. {@code http://127.0.0.1:8081}.
   *
   * @throws MachineException if no such service was started
   */
  public String address(ServiceSpec service) {
    return children.stream()
        .filter(child -> child.name().equals(service.name()))
        .map(Child::address)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(
            () -> new MachineException("run.json: names no " + service.name() + "; start again"));
  }

  /**
   * A client of the dictionary-service; the caller closes it.
   *
   * @throws MachineException if no such service was started
   */
  public DictionariesClient dictionaries() {
    return new DictionariesClient(URI.create(address(ServiceSpecs.DICTIONARY)).getAuthority());
  }

  /**
   * A process that was started.
   *
   * @param started in milliseconds since 1970, to tell it from a later one with the same number
   * @param address null if it has no HTTP
   * @param log path of its log
   */
  public record Child(String name, long pid, long started, @Nullable String address, String log) {

    /** The system tells the start in clock ticks since its own, whose time it may correct. */
    private static final long START_TOLERANCE_MILLIS = 2_000;

    static Child of(ChildProcess process, @Nullable String address) {
      return new Child(
          process.name(),
          process.handle().pid(),
          started(process.handle()),
          address,
          process.log().toString());
    }

    public boolean runs() {
      return handle().isPresent();
    }

    /** Empty if the process has ended. */
    Optional<ProcessHandle> handle() {
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle handle) {
      return Math.abs(started(handle) - started) <= START_TOLERANCE_MILLIS;
    }

    private static long started(ProcessHandle handle) {
      return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
  }
}
