package io.factorscope.standalone;

import io.factorscope.standalone.machine.DataFolder;
import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.up.LiveStatus;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: what runs on a data folder, and how far the stream has come. */
@Command(
    name = "status",
    description = "Says what runs on a data folder, and how far the stream has come.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:everything runs", "1:nothing runs, or something has ended"})
final class StatusCommand implements Callable<Integer> {

  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() {
    DataFolder folder = data.folder();
    Optional<RunInfo> info = RunInfo.read(folder);
    if (info.isEmpty()) {
      System.out.println("nothing runs on " + folder.path() + "; start with ./factorscope up");
      return 1;
    }
    return tell(info.get()) ? 0 : 1;
  }

  /** Whether everything runs. */
  private static boolean tell(RunInfo info) {
    info.children().forEach(StatusCommand::tell);
    System.out.println("broker at " + info.bootstrapServers());
    boolean alive = info.children().stream().allMatch(RunInfo.Child::runs);
    if (alive) {
      System.out.println(LiveStatus.line(info));
    }
    return alive;
  }

  private static void tell(RunInfo.Child child) {
    System.out.printf(
        "%-20s %-8s process %-8d %s%n",
        child.name(),
        child.runs() ? "running" : "ended",
        child.pid(),
        child.address() == null ? child.log() : child.address() + "/ " + child.log());
  }
}
