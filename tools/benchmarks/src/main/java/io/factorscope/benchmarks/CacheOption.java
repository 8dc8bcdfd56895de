package io.factorscope.benchmarks;

import io.factorscope.benchmarks.data.DataSet;
import io.factorscope.benchmarks.data.Preparation;
import io.factorscope.benchmarks.data.PreparedData;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where prepared data are kept. */
final class CacheOption {

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Folder that keeps the prepared states and dictionaries (default:"
              + " ~/.cache/factorscope/benchmarks).")
  private Path cache = home().resolve("benchmarks");

  /** The data of all settings, made now if they are not there. */
  List<PreparedData> prepared(Progress progress) {
    Preparation preparation = new Preparation(cache, home().resolve("models"), progress);
    if (!preparation.isDone(DataSet.ALL)) {
      progress.say("preparing data, which takes some minutes once; they are kept in %s", cache);
    }
    return preparation.prepare(DataSet.ALL);
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home"), ".cache", "factorscope");
  }
}
