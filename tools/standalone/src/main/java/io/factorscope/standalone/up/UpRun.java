package io.factorscope.standalone.up;

import io.factorscope.audit.AuditReport;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.local.ServiceEnvironment;
import io.factorscope.local.StoppedException;
import io.factorscope.standalone.ingest.CorpusSender;
import io.factorscope.standalone.ingest.IngestClient;
import io.factorscope.standalone.machine.AuditProcess;
import io.factorscope.standalone.machine.DataFolder;
import io.factorscope.standalone.machine.DiskWatch;
import io.factorscope.standalone.machine.FolderLock;
import io.factorscope.standalone.machine.Installation;
import io.factorscope.standalone.machine.Leftovers;
import io.factorscope.standalone.machine.Machine;
import io.factorscope.standalone.machine.MachineSettings;
import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.machine.ServiceSpec;
import io.factorscope.standalone.machine.ServiceSpecs;
import io.factorscope.standalone.progress.LiveLine;
import io.factorscope.v1.FirstVersionWait;
import io.factorscope.versions.DictionariesClient;
import io.factorscope.versions.VersionList;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** One run: start the machine, stream the corpus, follow it, and end it in one of two ways. */
public final class UpRun {

  private static final int FAILED = 1;
  private static final int NOTHING_TO_CODE = 3;
  private static final int CUT_OFF = 130;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration INGEST_PATIENCE = Duration.ofMinutes(3);
  private static final Duration DRAIN_PATIENCE = Duration.ofMinutes(5);

  private final Installation installation;
  private final DataFolder data;
  private final UpSettings settings;
  private final StopSignal stop;
  private final PrintStream out;
  private final LiveLine line;

  public UpRun(
      Installation installation,
      DataFolder data,
      UpSettings settings,
      StopSignal stop,
      Output output) {
    this.installation = installation;
    this.data = data;
    this.settings = settings;
    this.stop = stop;
    this.out = output.out();
    this.line = output.line();
  }

  /**
   * Runs until the signal is given or, if the settings ask for it, everything is coded.
   *
   * @return the exit status, as {@code up --help} lists them
   */
  public int run() {
    try (FolderLock _ = data.lock()) {
      Leftovers.stop(data).ifPresent(out::println);
      tellKeptBack();
      ModelFetch.Model model = new ModelFetch(data.models(), out).fetch(settings.model());
      out.println("starting broker, %s; logs are in %s".formatted(services(), data.logs()));
      MachineSettings given =
          new MachineSettings(
              model.id(), model.name(), settings.dictionary(), settings.topicLimit());
      try (Machine machine = Machine.start(installation, data, given, stop, line::print)) {
        return stream(machine);
      }
    } catch (StoppedException e) {
      line.print("stopped");
      return settings.exit() ? CUT_OFF : 0;
    }
  }

  private int stream(Machine machine) {
    // Before the first document is sent, so that the audit sees all of this run as recent.
    AuditProcess audit = machine.startAudit(System.currentTimeMillis());
    tellAddresses(machine.info());
    out.println("streaming " + settings.corpus().description());
    try (IngestClient client =
            new IngestClient(machine.info().address(ServiceSpecs.EMBEDDER), INGEST_PATIENCE, stop);
        Watch watch = new Watch(machine, new DiskWatch(data, settings.topicLimit()), line)) {
      CorpusSender sender =
          CorpusSender.start(settings.corpus(), settings.documents(), client, stop);
      Ending ending = new Ending(DRAIN_PATIENCE, System.currentTimeMillis());
      follow(machine, audit, sender, ending, watch);
      line.finish();
      return settings.exit() && !stop.isGiven()
          ? conclude(machine, audit, sender, ending)
          : end(machine, audit, sender);
    }
  }

  private static String services() {
    return ServiceSpecs.ALL.stream().map(ServiceSpec::name).collect(Collectors.joining(", "));
  }

  private void tellKeptBack() {
    List<String> names = ServiceEnvironment.ownKeptBack(System.getenv());
    if (!names.isEmpty()) {
      out.println(
          "not passed on to the services, as ./factorscope up decides it: "
              + String.join(", ", names));
    }
  }

  private void tellAddresses(RunInfo info) {
    info.children().stream()
        .filter(child -> child.address() != null)
        .forEach(child -> out.println(child.name() + ": " + child.address() + "/"));
    out.println("broker: " + info.bootstrapServers());
  }

  private void follow(
      Machine machine, AuditProcess audit, CorpusSender sender, Ending ending, Watch watch) {
    boolean told = false;
    while (!stop.await(SECOND)) {
      machine.requireAlive();
      watch.tick();
      if (sender.isComplete() && !told) {
        line.print("sent " + sender.report() + (settings.exit() ? "" : "; Ctrl-C stops"));
        told = true;
      }
      audit
          .progress()
          .ifPresent(
              p ->
                  ending.update(
                      p,
                      sender.completed(),
                      watch.learnLag(),
                      watch.firstVersionWait(),
                      System.currentTimeMillis()));
      if (settings.exit() && isOver(sender, ending)) {
        return;
      }
    }
  }

  private static boolean isOver(CorpusSender sender, Ending ending) {
    return ending.isDrained()
        || ending.isVain()
        || ending.isStalled(sender.isComplete(), System.currentTimeMillis());
  }

  /** The end of a run with {@code --exit}: the audit's report decides how it went. */
  private int conclude(Machine machine, AuditProcess audit, CorpusSender sender, Ending ending) {
    VersionList versions;
    machine.awaitReady(stop);
    try (DictionariesClient dictionaries = machine.info().dictionaries()) {
      versions = dictionaries.list(machine.info().dictionary(), 0, PATIENCE);
    }
    machine.stopServices();
    AuditReport report = audit.stop();
    RunSummary.Sent sent = new RunSummary.Sent(sender.begun(), sender.refused(), sender.replaced());
    RunSummary summary = RunSummary.of(report, versions, sent);
    tellWhyNotAll(ending, versions);
    tellFindings(report);
    new SummaryFile(settings.summary(), out).write(summary);
    boolean exact = report.clean() && summary.lost() == 0 && summary.doubled() == 0;
    if (!exact || sender.refused() > 0) {
      return FAILED;
    }
    return ending.isDrained() ? 0 : ending.isVain() ? NOTHING_TO_CODE : FAILED;
  }

  private void tellWhyNotAll(Ending ending, VersionList versions) {
    if (ending.isVain()) {
      out.println(
          "nothing could be coded: "
              + versions
                  .awaited()
                  .map(FirstVersionWait::getReason)
                  .orElse("there is no version 1"));
    } else if (!ending.isDrained()) {
      out.println(
          "nothing has moved for "
              + DRAIN_PATIENCE.toMinutes()
              + " minutes, and not everything is coded and learned; documents that have no answer"
              + " count as lost");
    }
  }

  /** The end by Ctrl-C: what is on its way stays in the topics, for the next run. */
  private int end(Machine machine, AuditProcess audit, CorpusSender sender) {
    machine.keepNoLonger();
    out.println("stopping");
    sender.stop();
    machine.stopServices();
    AuditReport report = audit.stop();
    out.printf(
        "stopped; audited: %,d documents, %,d vectors, %,d codes, lost %d, doubled %d, not countable"
            + " %d, not answered yet %d%n",
        report.documents(),
        report.vectors(),
        report.codes(),
        report.lost(),
        report.doubled(),
        report.uncounted(),
        report.pending());
    tellFindings(report);
    return settings.exit() ? CUT_OFF : 0;
  }

  private void tellFindings(AuditReport report) {
    if (!report.clean()) {
      report.start().forEach(start -> out.println("audit: " + start));
    }
    report.findings().forEach(finding -> out.println("audit: " + finding));
  }

  /**
   * Where a run speaks to.
   *
   * @param out for lines that stay
   * @param line for the line of progress
   */
  public record Output(PrintStream out, LiveLine line) {}
}
