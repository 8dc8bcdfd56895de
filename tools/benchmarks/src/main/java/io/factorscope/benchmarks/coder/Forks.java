package io.factorscope.benchmarks.coder;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.benchmarks.Memory;
import io.factorscope.benchmarks.data.DataSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes that measure, one after the other, and reads what they found. */
final class Forks {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MEBIBYTE = 1 << 20;
  private static final long PLAIN_HEAP = 384 * MEBIBYTE;

  /** Of the heap: atoms as they were read, packed for us and for the coder, and on their way. */
  private static final int COPIES = 8;

  /** Outside the heap: the JVM, and the atoms in ONNX Runtime's graph and packed by it. */
  private static final long PLAIN_NATIVE = 256 * MEBIBYTE;

  private static final int NATIVE_COPIES = 4;

  private final Path folder;

  /**
   * @param folder for tasks, results and codes
   */
  Forks(Path folder) {
    this.folder = folder;
  }

  /** Heap that a fork is given: the Gram matrix is most of it. */
  static long heapBytes(DataSet set) {
    long atoms = 4L * set.factors() * set.width();
    return PLAIN_HEAP + 2L * set.factors() * set.factors() + COPIES * atoms;
  }

  /** All memory that a fork may need. */
  static long memoryBytes(DataSet set) {
    long atoms = 4L * set.factors() * set.width();
    return heapBytes(set) + PLAIN_NATIVE + NATIVE_COPIES * atoms;
  }

  /** Measures a coder on one core. */
  ForkResult coding(DataSet set, ForkTask task) {
    return run(set, OneCore.pin(), CodingFork.class, task, ForkResult.class);
  }

  /** Measures how much faster two threads are than one. */
  double scaling(DataSet set, ForkTask task) {
    return run(set, List.of(), ScalingFork.class, task, Double.class);
  }

  private <T> T run(
      DataSet set, List<String> prefix, Class<?> main, ForkTask task, Class<T> resultType) {
    Memory.require(memoryBytes(set), set.name());
    Path taskFile = folder.resolve("task.json");
    Path resultFile = folder.resolve("result.json");
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags(heapBytes(set)));
    command.addAll(List.of(main.getName(), taskFile.toString(), resultFile.toString()));
    try {
      JSON.writeValue(taskFile.toFile(), task);
      ChildRun.of(command, folder.resolve("fork.log"))
          .requireSuccess(set.name() + " " + task.method());
      return JSON.readValue(resultFile.toFile(), resultType);
    } catch (IOException e) {
      throw new BenchmarkException("a fork failed: " + e.getMessage(), e);
    }
  }

  /** As the coder-service is started. */
  private static List<String> jvmFlags(long heapBytes) {
    return List.of(
        "-Xmx" + (heapBytes / MEBIBYTE) + "m",
        "-XX:+UseSerialGC",
        "-XX:+UseTransparentHugePages",
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dorg.jboss.logging.provider=slf4j",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
  }
}
