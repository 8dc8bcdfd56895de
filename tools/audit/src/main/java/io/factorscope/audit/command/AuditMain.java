package io.factorscope.audit.command;

import io.factorscope.audit.AuditException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The audit as a program of its own, e.g. as a job beside a cluster's stream. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  java -jar audit.jar --bootstrap-servers kafka:9092 --topic-prefix team-a. --model"
          + " bge-small-en-v1.5"
    })
public final class AuditMain implements Callable<Integer> {

  private static final int FAILED = 1;

  @Mixin private AuditOptions options = new AuditOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] arguments) {
    // Numbers are written as in no language in particular.
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new AuditMain())
        .setExecutionExceptionHandler(
            (exception, command, _) -> {
              if (!(exception instanceof AuditException)) {
                throw exception;
              }
              command.getErr().println("factorscope: " + exception.getMessage());
              return FAILED;
            });
  }

  @Override
  public Integer call() {
    return options.run(
        options.bootstrapServers().orElseThrow(() -> missing("--bootstrap-servers")),
        options.model().orElseThrow(() -> missing("--model")));
  }

  private ParameterException missing(String option) {
    return new ParameterException(spec.commandLine(), option + ": is missing");
  }
}
