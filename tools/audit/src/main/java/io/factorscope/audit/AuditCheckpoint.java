package io.factorscope.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an audit has ended, so that the next one of the same topics need not read them again.
 *
 * @param positions next offset of each partition, by topic; not past the first record of a document
 *     that was still open
 * @param documents of each partition of texts: all documents below are done with
 */
record AuditCheckpoint(String dictionary, Map<String, List<Long>> positions, List<Long> documents) {

  private static final ObjectMapper JSON = new ObjectMapper();

  AuditCheckpoint {
    positions = Map.copyOf(positions);
    documents = List.copyOf(documents);
  }

  /**
   * Reads a checkpoint; null if there is none yet.
   *
   * @throws AuditException if the file is something else
   */
  static @Nullable AuditCheckpoint read(Path file) {
    try {
      return Files.exists(file) ? JSON.readValue(file.toFile(), AuditCheckpoint.class) : null;
    } catch (IOException e) {
      throw new AuditException(
          file + ": can't be read as a checkpoint; remove it to audit from the beginning: " + e, e);
    }
  }

  /** Writes the file in one move: a killed audit leaves the old checkpoint or the new one. */
  void write(Path file) {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".new");
      JSON.writeValue(next.toFile(), this);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new AuditException(file + ": can't be written: " + e, e);
    }
  }

  /** The next offset of a partition; null if the audit did not read it. */
  @Nullable Long position(String topic, int partition) {
    List<Long> ofTopic = positions.get(topic);
    return ofTopic != null && partition < ofTopic.size() ? ofTopic.get(partition) : null;
  }
}
