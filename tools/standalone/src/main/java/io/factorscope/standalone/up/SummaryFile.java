package io.factorscope.standalone.up;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.local.MachineException;
import io.factorscope.standalone.machine.FileProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a run's summary goes: onto the screen, and into a file if one is named. */
final class SummaryFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable Path file;
  private final PrintStream out;

  SummaryFile(@Nullable Path file, PrintStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Writes the summary; it is printed first, and so not lost when the file can't be written.
   *
   * @throws MachineException if the file can't be written
   */
  void write(RunSummary summary) {
    String json = json(summary);
    out.println(json);
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, json + "\n");
    } catch (IOException e) {
      throw new MachineException(
          "--summary: " + file + " can't be written: " + FileProblem.of(e), e);
    }
  }

  static String json(RunSummary summary) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(summary);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary can't be written as JSON", e);
    }
  }
}
