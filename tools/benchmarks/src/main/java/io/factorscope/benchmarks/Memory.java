package io.factorscope.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory there is for more processes. */
public final class Memory {

  private static final Path LINUX = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";

  private Memory() {}

  /** Bytes that can be had without swapping; outside Linux, those that are free. */
  public static long available() {
    try {
      if (Files.isReadable(LINUX)) {
        for (String line : Files.readAllLines(LINUX)) {
          if (line.startsWith(AVAILABLE)) {
            return Long.parseLong(line.replaceAll("\\D", "")) << 10;
          }
        }
      }
    } catch (IOException e) {
      throw new BenchmarkException(LINUX + " can't be read: " + e.getMessage(), e);
    }
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getFreeMemorySize();
  }

  /**
   * Makes sure that there is enough.
   *
   * @throws BenchmarkException if there is less
   */
  public static void require(long bytes, String what) {
    long available = available();
    if (available < bytes) {
      throw new BenchmarkException(
          "%s needs %,d MiB of memory, of which %,d MiB are available; end other programs first"
              .formatted(what, bytes >> 20, available >> 20));
    }
  }
}
