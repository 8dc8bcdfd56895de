package io.factorscope.standalone;

import io.factorscope.onnx.ModelException;
import io.factorscope.standalone.audit.AuditException;
import io.factorscope.standalone.corpus.CorpusException;
import io.factorscope.standalone.ingest.IngestException;
import io.factorscope.standalone.machine.MachineException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command {@code ./factorscope}. */
@Command(
    name = "factorscope",
    description =
        "Opens the black box of a transformer live: text streams in, certified sparse codes come"
            + " out.",
    mixinStandardHelpOptions = true,
    version = "0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      StatusCommand.class,
      VersionsCommand.class,
      IngestCommand.class,
      AuditCommand.class,
      CleanCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  ./factorscope up                         stream the built-in speeches, until Ctrl-C",
      "  ./factorscope up --corpus my-texts/      one document a file",
      "  ./factorscope up --documents 60 --exit   a short run that ends with a summary",
      "  ./factorscope COMMAND --help             all options of a command"
    })
public final class Factorscope {

  private static final int FAILED = 1;
  private static final int HELP_COLUMNS = 110;

  private Factorscope() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Factorscope())
        .setUsageHelpWidth(HELP_COLUMNS)
        .setExecutionExceptionHandler(Factorscope::report);
  }

  /** Whether an error is the user's to solve: its message will do, and a stack would not help. */
  static boolean isExpected(Exception exception) {
    return exception instanceof CorpusException
        || exception instanceof MachineException
        || exception instanceof IngestException
        || exception instanceof AuditException
        || exception instanceof ModelException;
  }

  private static int report(Exception exception, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!isExpected(exception)) {
      throw exception;
    }
    command.getErr().println("factorscope: " + exception.getMessage());
    command.getErr().flush();
    return FAILED;
  }
}
