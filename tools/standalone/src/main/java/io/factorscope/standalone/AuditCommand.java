package io.factorscope.standalone;

import io.factorscope.audit.command.AuditOptions;
import io.factorscope.models.ModelCatalogue;
import io.factorscope.standalone.machine.RunInfo;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code audit}: the audit of the machine that runs, or of any other topics. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./factorscope audit                                     of the machine that"
          + " ./factorscope up has started",
      "  ./factorscope audit --bootstrap-servers kafka:9092 --topic-prefix team-a."
    })
final class AuditCommand implements Callable<Integer> {

  @Mixin private AuditOptions options = new AuditOptions();

  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() {
    options.requireWritableCheckpoint();
    // The data folder is not asked when a broker is named: it may be of another machine.
    Optional<RunInfo> machine =
        options.bootstrapServers().isEmpty()
            ? Optional.of(RunInfo.running(data.folder()))
            : Optional.empty();
    return options.run(
        options.bootstrapServers().or(() -> machine.map(RunInfo::bootstrapServers)).orElseThrow(),
        options.model().or(() -> machine.map(RunInfo::model)).orElse(ModelCatalogue.DEFAULT));
  }
}
