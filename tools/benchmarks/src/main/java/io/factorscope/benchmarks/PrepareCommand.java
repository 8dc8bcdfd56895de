package io.factorscope.benchmarks;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchmark prepare}. */
@Command(
    name = "prepare",
    description =
        "Makes the states and dictionaries that the coders are measured on, and keeps them.",
    mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {

  @Mixin private CacheOption cache = new CacheOption();

  @Override
  public Integer call() {
    Progress progress = new Progress(System.err);
    cache.prepared(progress);
    progress.say("all data are there");
    return 0;
  }
}
