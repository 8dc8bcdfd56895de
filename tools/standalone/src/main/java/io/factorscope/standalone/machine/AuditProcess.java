package io.factorscope.standalone.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.audit.AuditProgress;
import io.factorscope.audit.AuditReport;
import io.factorscope.local.ChildProcess;
import io.factorscope.local.MachineException;
import io.factorscope.local.StoppedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The audit beside the stream, in a process of its own and of low priority, so that it takes
 * neither memory nor time from what it audits. It speaks a line of JSON a second.
 */
public final class AuditProcess {

  static final List<String> JVM_FLAGS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dstdout.encoding=UTF-8");

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final ChildProcess child;
  private final CompletableFuture<AuditReport> report = new CompletableFuture<>();
  private volatile @Nullable AuditProgress progress;

  private AuditProcess(Process process, Path log) {
    this.process = process;
    this.child = ChildProcess.of("audit", process, log);
  }

  /**
   * Starts the audit.
   *
   * @param log file for what is no JSON
   * @throws MachineException if it can't be started
   */
  static AuditProcess start(List<String> command, Path log) {
    try {
      Process process =
          ChildProcess.builder(ChildProcess.lowPriority(command), log)
              .redirectError(log.toFile())
              .start();
      AuditProcess audit = new AuditProcess(process, log);
      Thread.ofVirtual().name("audit-output").start(audit::read);
      return audit;
    } catch (IOException e) {
      throw new MachineException("audit: can't be started: " + e.getMessage(), e);
    }
  }

  /** The latest measurement; empty before the first. */
  public Optional<AuditProgress> progress() {
    return Optional.ofNullable(progress);
  }

  /**
   * Ends the audit.
   *
   * @return its report
   * @throws MachineException if it gives none
   */
  public AuditReport stop() {
    // Not Process.destroy: that closes the pipe as well, through which the report comes.
    process.toHandle().destroy();
    try {
      return report.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new MachineException(
          "audit: gave no report: " + e.getCause() + "; " + child.endOfLog(), e);
    } catch (TimeoutException e) {
      throw new MachineException(
          "audit: gave no report in " + PATIENCE.toSeconds() + " s; " + child.endOfLog(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    } finally {
      process.destroyForcibly();
    }
  }

  ChildProcess child() {
    return child;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(JSON.readTree(line));
      }
      report.completeExceptionally(
          new IOException("ended with status " + process.onExit().join().exitValue()));
    } catch (IOException e) {
      report.completeExceptionally(e);
    }
  }

  private void take(JsonNode event) throws IOException {
    if (event.has("progress")) {
      progress = JSON.treeToValue(event.get("progress"), AuditProgress.class);
    } else if (event.has("report")) {
      report.complete(JSON.treeToValue(event.get("report"), AuditReport.class));
    }
  }
}
