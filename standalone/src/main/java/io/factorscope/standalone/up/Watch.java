package io.factorscope.standalone.up;

import io.factorscope.standalone.machine.DictionariesClient;
import io.factorscope.standalone.machine.Machine;
import io.factorscope.standalone.machine.MachineException;
import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.progress.LiveLine;
import io.factorscope.standalone.progress.MetricsClient;
import io.factorscope.standalone.progress.ProgressLine;
import io.factorscope.standalone.progress.Snapshot;
import io.factorscope.v1.VersionHeader;
import java.time.Duration;
import java.util.Optional;

/** Shows how far the stream has come, and looks at the dictionary as soon as there is one. */
final class Watch implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Machine machine;
  private final RunInfo info;
  private final LiveLine line;
  private final MetricsClient metrics = new MetricsClient();
  private Snapshot before;
  private boolean confirmed;

  Watch(Machine machine, LiveLine line) {
    this.machine = machine;
    this.info = machine.info();
    this.line = line;
    this.before = snapshot(metrics, info);
  }

  /** What the services say now; silent ones say nothing. */
  static Snapshot snapshot(MetricsClient metrics, RunInfo info) {
    return Snapshot.of(
        System.nanoTime(),
        metrics.of(info.address(RunInfo.EMBEDDER)),
        metrics.of(info.address(RunInfo.CODER)),
        metrics.of(info.address(RunInfo.DICTIONARY)));
  }

  /**
   * Shows the line anew.
   *
   * @throws MachineException if the dictionary is not what this run was given
   */
  void tick() {
    Snapshot now = snapshot(metrics, info);
    line.show(ProgressLine.of(before, now));
    before = now;
    if (!confirmed && now.version().orElse(0) >= 1) {
      confirm();
    }
  }

  @Override
  public void close() {
    metrics.close();
  }

  private void confirm() {
    Optional<VersionHeader> live = live();
    live.ifPresent(machine::confirm);
    confirmed = live.isPresent();
  }

  /** Empty if the service does not answer: it may just be starting again, and is asked again. */
  private Optional<VersionHeader> live() {
    try (DictionariesClient dictionaries = machine.dictionaries(PATIENCE)) {
      return dictionaries.live(info.dictionary());
    } catch (MachineException e) {
      return Optional.empty();
    }
  }
}
