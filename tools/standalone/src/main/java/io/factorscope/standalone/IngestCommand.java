package io.factorscope.standalone;

import io.factorscope.audit.command.OrderlyExit;
import io.factorscope.audit.command.Reported;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.standalone.corpus.Corpora;
import io.factorscope.standalone.corpus.Corpus;
import io.factorscope.standalone.ingest.CorpusSender;
import io.factorscope.standalone.ingest.IngestClient;
import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.machine.ServiceSpecs;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ingest}: streams more documents into a machine that runs. */
@Command(
    name = "ingest",
    description = {
      "Streams documents into a machine that ./factorscope up has started.",
      "",
      "What is no document is counted, the first is named, and the rest is sent: a line of NDJSON"
          + " that is no object with a text or has something behind it, an id over 512 bytes or that"
          + " is no Unicode, a file that is no UTF-8, gzip that breaks off. Single bytes of a text"
          + " that are no UTF-8 become U+FFFD, and are counted."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every document is committed",
      "1:something was rejected or failed; the message says how many documents were committed",
      "2:the command line is wrong",
      "3:nothing was rejected, but a PATH holds no document",
      "130:stopped by Ctrl-C; what was read is sent"
    },
    footer = {
      "",
      "Examples:",
      "  ./factorscope ingest more.txt folder/",
      "  tail -f news.ndjson | ./factorscope ingest -"
    })
final class IngestCommand implements Callable<Integer> {

  private static final int REFUSED = 1;
  private static final int NOTHING_FOUND = 3;
  private static final int CUT_OFF = 130;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Files, folders (with subfolders, through links), builtin, or - for standard input; as for"
              + " up --corpus.")
  private List<String> paths = List.of();

  @Option(names = "--strict", description = "Stop at the first line or file that is rejected.")
  private boolean strict;

  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() {
    RunInfo info = RunInfo.running(data.folder());
    // All are looked at before the first is sent.
    List<Corpus> corpora = Corpora.named(paths, System.in);
    StopSignal stop = new StopSignal();
    return OrderlyExit.run(stop, Reported.of(() -> send(corpora, info, stop), UserErrors::message));
  }

  private int send(List<Corpus> corpora, RunInfo info, StopSignal stop) {
    boolean refused = false;
    boolean nothing = false;
    try (IngestClient client =
        new IngestClient(info.address(ServiceSpecs.EMBEDDER), PATIENCE, stop)) {
      for (Corpus corpus : corpora) {
        CorpusSender sender = send(corpus, client, stop);
        refused |= sender.refused() > 0;
        nothing |= sender.isEmpty();
        if (stop.isGiven()) {
          return CUT_OFF;
        }
        if (strict && refused) {
          return REFUSED;
        }
      }
    }
    return refused ? REFUSED : nothing ? NOTHING_FOUND : 0;
  }

  /** Sends a corpus to its end or, at Ctrl-C, what was read of it, and says how far it came. */
  private CorpusSender send(Corpus corpus, IngestClient client, StopSignal stop) {
    CorpusSender sender =
        strict
            ? CorpusSender.startStrict(corpus, client, stop)
            : CorpusSender.start(corpus, OptionalLong.empty(), client, stop);
    sender.join(stop);
    if (stop.isGiven()) {
      sender.stop();
    }
    sender.requireNoFailure();
    System.out.println(sender.report());
    return sender;
  }
}
