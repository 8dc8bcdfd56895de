package io.factorscope.benchmarks;

import io.factorscope.benchmarks.data.PreparedData;
import io.factorscope.benchmarks.micro.MicroData;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code benchmark jmh}. */
@Command(
    name = "jmh",
    description = "Measures single operations with JMH, at 384x1536.",
    mixinStandardHelpOptions = true)
final class JmhCommand implements Callable<Integer> {

  private static final String PACKAGE = "io.factorscope.benchmarks.micro";

  @Mixin private CacheOption cache = new CacheOption();

  @Parameters(
      paramLabel = "ARGUMENT",
      description = "Of JMH, after --: e.g. -- CoderMicroBenchmark.code -f 1 -p support=2")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws CommandLineOptionException, RunnerException {
    PreparedData data = cache.prepared(new Progress(System.err)).getFirst();
    run(data.folder(), arguments);
    return 0;
  }

  /**
   * Runs JMH.
   *
   * @param data folder of prepared data
   * @param arguments as JMH's own command line has them; all benchmarks if they name none
   */
  static void run(Path data, List<String> arguments)
      throws CommandLineOptionException, RunnerException {
    CommandLineOptions given = new CommandLineOptions(arguments.toArray(String[]::new));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(given)
            .shouldFailOnError(true)
            .jvmArgs(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:+UseTransparentHugePages",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.jboss.logging.provider=slf4j",
                "-D" + MicroData.FOLDER + "=" + data);
    if (given.getIncludes().isEmpty()) {
      options.include(PACKAGE);
    }
    // ONNX Runtime does not survive a command line with so long a class path.
    System.setProperty("jmh.separateClasspathJAR", "true");
    Options all = options.build();
    new Runner(all).run();
  }
}
