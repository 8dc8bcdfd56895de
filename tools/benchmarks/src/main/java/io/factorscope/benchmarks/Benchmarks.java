package io.factorscope.benchmarks;

import io.factorscope.local.MachineException;
import io.factorscope.models.ModelException;
import io.factorscope.versions.DictionariesException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command {@code ./factorscope benchmark}. */
@Command(
    name = "factorscope benchmark",
    description = "Measures how fast Factorscope is on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {PrepareCommand.class, CoderCommand.class, LadderCommand.class, JmhCommand.class})
public final class Benchmarks {

  private static final int FAILED = 1;
  private static final int HELP_COLUMNS = 110;

  private Benchmarks() {}

  public static void main(String[] arguments) {
    // Numbers in messages, headers and logs are written as in no language in particular.
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Benchmarks())
        .setUsageHelpWidth(HELP_COLUMNS)
        .setExecutionExceptionHandler(Benchmarks::report);
  }

  private static int report(Exception exception, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!(exception instanceof BenchmarkException
        || exception instanceof ModelException
        || exception instanceof MachineException
        || exception instanceof DictionariesException)) {
      throw exception;
    }
    command.getErr().println("factorscope: " + exception.getMessage());
    command.getErr().flush();
    return FAILED;
  }
}
