package io.factorscope.standalone.machine;

import io.factorscope.local.MachineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks at the start that the topics can grow to their limits, rather than fail in the night. */
final class DiskSpace {

  private static final long MEBIBYTE = 1L << 20;

  /** Topics that grow to the limit: texts, hidden-states, codes, evidence, dead-letters. */
  private static final int BOUNDED_TOPICS = 5;

  /** Model, compacted topics, logs, and segments on their way to be deleted. */
  private static final long REST = 1024 * MEBIBYTE;

  /** Also when all topics have reached their limits: logs and compacted topics still grow. */
  private static final long MIN_NEEDED = 256 * MEBIBYTE;

  private DiskSpace() {}

  /**
   * Checks the free space.
   *
   * @param topicLimit bytes that each topic may keep
   * @throws MachineException if there is too little
   */
  static void require(DataFolder data, long topicLimit) {
    long needed = needed(data.size(), topicLimit);
    long free = free(data.path());
    if (free < needed) {
      throw new MachineException(
          String.format(
              "--data: %s: up to %,d MiB more are needed (%d topics of %,d MiB, and %,d MiB), %,d"
                  + " MiB are free; make room, give another folder, or a lower --topic-limit",
              data.path(),
              needed / MEBIBYTE,
              BOUNDED_TOPICS,
              topicLimit / MEBIBYTE,
              REST / MEBIBYTE,
              free / MEBIBYTE));
    }
  }

  /** Bytes still to come when {@code present} are there. */
  static long needed(long present, long topicLimit) {
    return Math.max(MIN_NEEDED, BOUNDED_TOPICS * topicLimit + REST - present);
  }

  /**
   * Bytes that this process may still write.
   *
   * @throws MachineException if the system does not tell
   */
  static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new MachineException(
          "--data: " + folder + ": free space is not known: " + FileProblem.of(e), e);
    }
  }
}
