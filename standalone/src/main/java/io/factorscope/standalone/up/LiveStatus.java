package io.factorscope.standalone.up;

import io.factorscope.standalone.machine.DictionariesClient;
import io.factorscope.standalone.machine.MachineException;
import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.progress.DictionaryProgress;
import io.factorscope.standalone.progress.MetricsClient;
import io.factorscope.standalone.progress.ProgressLine;
import io.factorscope.standalone.progress.Snapshot;
import java.net.URI;
import java.time.Duration;

/** The line of progress of a machine that another process has started. */
public final class LiveStatus {

  private static final Duration MEASURED = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private LiveStatus() {}

  /** The line, from one second of watching; empty if the thread is interrupted. */
  public static String line(RunInfo info) {
    try (MetricsClient metrics = new MetricsClient()) {
      Snapshot before = Watch.snapshot(metrics, info, DictionaryProgress.none());
      Thread.sleep(MEASURED);
      return ProgressLine.of(before, Watch.snapshot(metrics, info, learning(info)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** That of no version if the service does not answer: it may just be starting again. */
  private static DictionaryProgress learning(RunInfo info) {
    int port = URI.create(info.address(RunInfo.DICTIONARY)).getPort();
    try (DictionariesClient dictionaries = new DictionariesClient(port, PATIENCE)) {
      return DictionaryProgress.none().and(dictionaries.all(info.dictionary()).versions());
    } catch (MachineException e) {
      return DictionaryProgress.none();
    }
  }
}
