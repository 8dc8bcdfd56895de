package io.factorscope.standalone.up;

import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.progress.MetricsClient;
import io.factorscope.standalone.progress.ProgressLine;
import io.factorscope.standalone.progress.Snapshot;
import java.time.Duration;

/** The line of progress of a machine that another process has started. */
public final class LiveStatus {

  private static final Duration MEASURED = Duration.ofSeconds(1);

  private LiveStatus() {}

  /** The line, from one second of watching; empty if the thread is interrupted. */
  public static String line(RunInfo info) {
    try (MetricsClient metrics = new MetricsClient()) {
      Snapshot before = Watch.snapshot(metrics, info);
      Thread.sleep(MEASURED);
      return ProgressLine.of(before, Watch.snapshot(metrics, info));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
