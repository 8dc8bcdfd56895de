package io.factorscope.benchmarks.coder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps a process on one core, where the system can. */
final class OneCore {

  private static final Path TASKSET = Path.of("/usr/bin/taskset");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern LAST_ALLOWED =
      Pattern.compile("^Cpus_allowed_list:.*?(\\d+)$", Pattern.MULTILINE);

  private OneCore() {}

  /** What goes before a command: the last core, as systems like to work on the first. */
  static List<String> pin() {
    return lastCore()
        .map(core -> List.of(TASKSET.toString(), "--cpu-list", core))
        .orElse(List.of());
  }

  private static Optional<String> lastCore() {
    if (!Files.isExecutable(TASKSET) || !Files.isReadable(STATUS)) {
      return Optional.empty();
    }
    try {
      Matcher allowed = LAST_ALLOWED.matcher(Files.readString(STATUS));
      return allowed.find() ? Optional.of(allowed.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
