package io.factorscope.benchmarks;

import io.factorscope.audit.command.OrderlyExit;
import io.factorscope.benchmarks.ladder.LadderBenchmark;
import io.factorscope.benchmarks.ladder.LadderReport;
import io.factorscope.benchmarks.ladder.Timing;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.local.StoppedException;
import io.factorscope.standalone.machine.DataFolder;
import io.factorscope.standalone.machine.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmark ladder}. */
@Command(
    name = "ladder",
    description =
        "Measures the stages of the stream, each alone on all cores with the broker running, and the"
            + " whole stream.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class LadderCommand implements Callable<Integer> {

  private static final int CUT_OFF = 130;

  /** Two publishing stages write faster than the broker deletes. */
  private static final long MIN_SPACE = 20L << 30;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report into this file.")
  private @Nullable Path json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder in which the broker gets one for its data, which is removed at the end (default:"
              + " ~/.cache/factorscope).")
  private Path parent = Path.of(System.getProperty("user.home"), ".cache", "factorscope");

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(parent);
    long space = Files.getFileStore(parent).getUsableSpace();
    if (space < MIN_SPACE) {
      throw new BenchmarkException(
          "--data: %s has %,d MiB of free space, the broker may need %,d MiB; name another folder"
              .formatted(parent, space >> 20, MIN_SPACE >> 20));
    }
    DataFolder data = new DataFolder(Files.createTempDirectory(parent.toAbsolutePath(), "ladder-"));
    StopSignal stop = new StopSignal();
    int status = OrderlyExit.run(stop, () -> run(data, stop));
    data.delete();
    return status;
  }

  private int run(DataFolder data, StopSignal stop) {
    LadderBenchmark benchmark =
        new LadderBenchmark(
            new Installation(Home.folder()), data, Timing.FULL, stop, new Progress(System.err));
    try {
      LadderReport report = benchmark.run();
      System.out.print(report.table());
      JsonFile.write(json, report);
      return 0;
    } catch (StoppedException e) {
      return CUT_OFF;
    }
  }
}
