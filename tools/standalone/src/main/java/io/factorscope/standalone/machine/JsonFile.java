package io.factorscope.standalone.machine;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.local.MachineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files of JSON in a data folder. */
final class JsonFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonFile() {}

  /**
   * Writes a file in one move, so that nobody reads half of it, and a crash leaves the old or the
   * new one.
   *
   * @throws MachineException if it can't be written
   */
  static void write(Path file, Object value) {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".new");
      JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), value);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new MachineException(file + ": can't be written: " + FileProblem.of(e), e);
    }
  }
}
