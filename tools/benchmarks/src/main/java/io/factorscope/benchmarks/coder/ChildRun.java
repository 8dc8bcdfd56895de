package io.factorscope.benchmarks.coder;

import io.factorscope.benchmarks.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that ran to its end.
 *
 * @param log all that it printed
 */
record ChildRun(int status, String log) {

  private static final long PATIENCE_MINUTES = 5;

  /** One thread, whatever library is under the peer. */
  private static final Map<String, String> ONE_THREAD =
      Map.of(
          "OMP_NUM_THREADS", "1",
          "OPENBLAS_NUM_THREADS", "1",
          "MKL_NUM_THREADS", "1",
          "VECLIB_MAXIMUM_THREADS", "1");

  /** Runs a command; a JVM finds the class path of this one. It ends with this process. */
  static ChildRun of(List<String> command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(ONE_THREAD);
    // Not on the command line: ONNX Runtime does not survive very long ones.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    Thread killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new BenchmarkException(
            "a measurement took more than %d minutes: %s"
                .formatted(PATIENCE_MINUTES, Files.readString(log)));
      }
      return new ChildRun(process.exitValue(), Files.readString(log));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted", e);
    } finally {
      process.destroyForcibly();
      forget(killer);
    }
  }

  private static void forget(Thread killer) {
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, and finds no child any more.
      killer.interrupt();
    }
  }

  /**
   * Does nothing if all went well.
   *
   * @throws BenchmarkException with what the process printed, if not
   */
  void requireSuccess(String what) {
    if (status != 0) {
      throw new BenchmarkException(
          "%s: the measuring process ended with status %d:%n%s".formatted(what, status, log));
    }
  }
}
