package io.factorscope.benchmarks;

import io.factorscope.benchmarks.coder.CoderBenchmark;
import io.factorscope.benchmarks.coder.CoderReport;
import io.factorscope.benchmarks.coder.CoderTable;
import io.factorscope.benchmarks.data.PreparedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmark coder}. */
@Command(
    name = "coder",
    description =
        "Measures the coders on one core, against the matrix product and against solvers of others.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CoderCommand implements Callable<Integer> {

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report into this file.")
  private @Nullable Path json;

  @Option(
      names = "--python",
      paramLabel = "PROGRAM",
      defaultValue = "${env:FACTORSCOPE_PYTHON:-python3}",
      description =
          "The Python that may have scikit-learn, spams-bin and torch (default: python3, or"
              + " FACTORSCOPE_PYTHON).")
  private String python = "python3";

  @Mixin private CacheOption cache = new CacheOption();

  @Override
  public Integer call() throws IOException {
    List<PreparedData> data = cache.prepared(new Progress(System.err));
    try (ScratchFolder work = ScratchFolder.create()) {
      CoderBenchmark benchmark =
          new CoderBenchmark(
              data,
              CoderBenchmark.Plan.FULL,
              python,
              Home.folder().resolve("tools/benchmarks/src/main/python/peers.py"),
              work.path(),
              new Progress(System.err));
      CoderReport report = benchmark.run();
      CoderTable.print(report, System.out);
      JsonFile.write(json, report);
    }
    return 0;
  }
}
