package io.factorscope.standalone;

import io.factorscope.standalone.corpus.Corpora;
import io.factorscope.standalone.corpus.Corpus;
import io.factorscope.standalone.ingest.CorpusSender;
import io.factorscope.standalone.ingest.Door;
import io.factorscope.standalone.machine.OrderlyExit;
import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.machine.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ingest}: streams more documents into a machine that runs. */
@Command(
    name = "ingest",
    description = "Streams documents into a machine that ./factorscope up has started.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./factorscope ingest more.txt folder/",
      "  tail -f news.ndjson | ./factorscope ingest -"
    })
final class IngestCommand implements Callable<Integer> {

  private static final int CUT_OFF = 130;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files, folders, builtin, or - for standard input; as for up --corpus.")
  private List<String> paths = List.of();

  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() {
    RunInfo info = RunInfo.running(data.folder());
    // All are looked at before the first is sent.
    List<Corpus> corpora = paths.stream().map(path -> Corpora.named(path, System.in)).toList();
    StopSignal stop = new StopSignal();
    return OrderlyExit.run(stop, Reported.of(() -> send(corpora, info, stop)));
  }

  private static int send(List<Corpus> corpora, RunInfo info, StopSignal stop) {
    try (Door door = new Door(info.address(RunInfo.EMBEDDER), PATIENCE, stop)) {
      for (Corpus corpus : corpora) {
        CorpusSender sender = CorpusSender.start(corpus, OptionalLong.empty(), door, stop);
        sender.join(stop);
        boolean complete = sender.isComplete();
        System.out.println(sender.report());
        if (!complete) {
          return CUT_OFF;
        }
      }
      return 0;
    }
  }
}
