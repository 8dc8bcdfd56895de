package io.factorscope.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reports as JSON, for scripts. */
final class JsonFile {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonFile() {}

  /**
   * Writes a report.
   *
   * @param file null if none was asked for
   * @throws BenchmarkException if it can't be written
   */
  static void write(@Nullable Path file, Object report) {
    if (file == null) {
      return;
    }
    try {
      JSON.writeValue(file.toFile(), report);
    } catch (IOException e) {
      throw new BenchmarkException("--json: %s can't be written: %s".formatted(file, e), e);
    }
  }
}
