package io.factorscope.standalone.up;

import io.factorscope.local.MachineException;
import io.factorscope.standalone.machine.DiskWatch;
import io.factorscope.standalone.machine.Machine;
import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.machine.ServiceSpecs;
import io.factorscope.standalone.progress.DictionaryProgress;
import io.factorscope.standalone.progress.LiveLine;
import io.factorscope.standalone.progress.MetricsClient;
import io.factorscope.standalone.progress.ProgressLine;
import io.factorscope.standalone.progress.Snapshot;
import io.factorscope.v1.FirstVersionWait;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.DictionariesClient;
import io.factorscope.versions.DictionariesException;
import io.factorscope.versions.VersionList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Shows how far the stream has come, and looks at the dictionary as soon as there is one. */
final class Watch implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int TICKS_BETWEEN_LOOKS_AT_DISK = 10;

  private final Machine machine;
  private final RunInfo info;
  private final LiveLine line;
  private final MetricsClient metrics = new MetricsClient();
  private final DictionariesClient dictionaries;
  private final DiskWatch disk;
  private final WaitNotice notice = new WaitNotice();
  private int ticks;
  private Optional<FirstVersionWait> wait = Optional.empty();
  private DictionaryProgress learning = DictionaryProgress.none();
  private Snapshot before;

  Watch(Machine machine, DiskWatch disk, LiveLine line) {
    this.machine = machine;
    this.info = machine.info();
    this.line = line;
    this.disk = disk;
    this.dictionaries = info.dictionaries();
    this.before = snapshot(metrics, info, learning);
  }

  /** What the services say now; silent ones say nothing. */
  static Snapshot snapshot(MetricsClient metrics, RunInfo info, DictionaryProgress learning) {
    return Snapshot.of(
        System.nanoTime(),
        metrics.of(info.address(ServiceSpecs.EMBEDDER)),
        metrics.of(info.address(ServiceSpecs.CODER)),
        metrics.of(info.address(ServiceSpecs.DICTIONARY)),
        learning);
  }

  /**
   * Shows the line anew.
   *
   * @throws MachineException if the dictionary is not what this run was given
   */
  void tick() {
    VersionList listing = listing();
    List<VersionHeader> news = listing.versions();
    wait = listing.awaited();
    if (learning.latest() == 0 && !news.isEmpty()) {
      machine.confirm(news.getFirst());
    }
    learning = learning.and(news);
    Snapshot now = snapshot(metrics, info, learning);
    line.show(ProgressLine.of(before, now));
    before = now;
    notice.take(wait).ifPresent(line::print);
    if (ticks++ % TICKS_BETWEEN_LOOKS_AT_DISK == 0) {
      disk.look().ifPresent(line::print);
    }
  }

  /** Records of evidence that waited for the learner at the last tick; empty if it did not tell. */
  OptionalDouble learnLag() {
    return before.learnLag();
  }

  /** What version 1 waited for at the last tick; empty if there is one, or nobody told. */
  Optional<FirstVersionWait> firstVersionWait() {
    return wait;
  }

  @Override
  public void close() {
    metrics.close();
    dictionaries.close();
  }

  /** None if the service does not answer: it may just be starting again, and is asked again. */
  private VersionList listing() {
    try {
      return dictionaries.list(info.dictionary(), learning.latest(), PATIENCE);
    } catch (DictionariesException e) {
      return VersionList.empty(learning.latest());
    }
  }
}
