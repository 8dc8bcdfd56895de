package io.factorscope.standalone;

import java.nio.file.Path;
import java.util.Locale;
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
    // Numbers in messages, headers and logs are written as in no language in particular.
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Factorscope())
        .setUsageHelpWidth(HELP_COLUMNS)
        // A file may be called @names.txt.
        .setExpandAtFiles(false)
        .registerConverter(Path.class, new PathConverter())
        .setExecutionExceptionHandler(Factorscope::report);
  }

  private static int report(Exception exception, CommandLine command, ParseResult parsed)
      throws Exception {
    String message = UserErrors.message(exception).orElseThrow(() -> exception);
    command.getErr().println("factorscope: " + message);
    command.getErr().flush();
    return FAILED;
  }
}
