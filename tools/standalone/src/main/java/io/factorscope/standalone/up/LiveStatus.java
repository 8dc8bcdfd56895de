package io.factorscope.standalone.up;

import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.progress.DictionaryProgress;
import io.factorscope.standalone.progress.MetricsClient;
import io.factorscope.standalone.progress.ProgressLine;
import io.factorscope.standalone.progress.Snapshot;
import io.factorscope.versions.DictionariesClient;
import io.factorscope.versions.DictionariesException;
import io.factorscope.versions.VersionList;
import java.time.Duration;

/** The line of progress of a machine that another process has started. */
public final class LiveStatus {

  private static final Duration MEASURED = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private LiveStatus() {}

  /**
   * The line, from one second of watching, and below what version 1 waits for if there is none;
   * empty if the thread is interrupted.
   */
  public static String line(RunInfo info) {
    try (MetricsClient metrics = new MetricsClient()) {
      Snapshot before = Watch.snapshot(metrics, info, DictionaryProgress.none());
      Thread.sleep(MEASURED);
      VersionList listing = listing(info);
      DictionaryProgress learning = DictionaryProgress.none().and(listing.versions());
      String line = ProgressLine.of(before, Watch.snapshot(metrics, info, learning));
      return listing.awaited().map(wait -> line + "\n" + wait.getReason()).orElse(line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** No version if the service does not answer: it may just be starting again. */
  private static VersionList listing(RunInfo info) {
    try (DictionariesClient dictionaries = info.dictionaries()) {
      return dictionaries.list(info.dictionary(), 0, PATIENCE);
    } catch (DictionariesException e) {
      return VersionList.empty(0);
    }
  }
}
