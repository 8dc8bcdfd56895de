package io.factorscope.standalone;

import io.factorscope.audit.command.AuditOptions;
import io.factorscope.audit.command.OrderlyExit;
import io.factorscope.audit.command.Reported;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.models.ModelCatalogue;
import io.factorscope.standalone.corpus.Corpora;
import io.factorscope.standalone.machine.DictionarySettings;
import io.factorscope.standalone.machine.Installation;
import io.factorscope.standalone.up.UpRun;
import io.factorscope.standalone.up.UpSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code up}: a whole machine, and a corpus through it. */
@Command(
    name = "up",
    description =
        "Starts a broker and all services on this machine and streams a corpus through them.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by Ctrl-C or SIGTERM, in order; with --exit: everything was coded exactly once,"
          + " and learned",
      "1:something failed; with --exit also: something was lost, doubled or malformed,"
          + " something of the corpus was rejected, or nothing moved any more",
      "2:the command line is wrong",
      "3:with --exit: nothing could be coded, as there was no document, or none that a first version"
          + " of the dictionary may be learned from; what was sent waits for others",
      "130:with --exit: stopped before everything was coded"
    },
    footer = {
      "",
      "Examples:",
      "  ./factorscope up --corpus texts.txt.gz --factors 3072 --layers 4,8,12",
      "  zcat dump.ndjson.gz | ./factorscope up --corpus - --data /data/factorscope",
      "  ./factorscope up --documents 60 --exit --summary summary.json"
    })
final class UpCommand implements Callable<Integer> {

  private static final int MAX_FACTORS = 6144;
  private static final double LAMBDA_LIMIT = 1e6;
  private static final long MIN_TOPIC_LIMIT = 64L << 20;

  @Option(
      names = "--corpus",
      paramLabel = "PATH|-|builtin",
      defaultValue = "builtin",
      description =
          "What to stream: a .txt file with one document a line, a .ndjson or .jsonl file with one"
              + " {\"id\", \"source\", \"text\"} a line, any of these packed with gzip, a folder with"
              + " one document a file (subfolders too, and through links), - for standard input, or"
              + " builtin: English speeches (default).")
  private String corpus = "builtin";

  @Option(
      names = "--documents",
      paramLabel = "N",
      description = "Stream at most N documents (default: all).")
  private @Nullable Long documents;

  @Option(
      names = "--factors",
      paramLabel = "M",
      description =
          "Factors of the dictionary, 1 to 6144, fixed in its first version (default: 1536).")
  private @Nullable Integer factors;

  @Option(
      names = "--lambda",
      paramLabel = "L",
      description =
          "Sparsity penalty λ of ½‖x − Φα‖² + λ‖α‖₁, fixed in the first version (default: by the"
              + " model; 0.6 for bge-small-en-v1.5).")
  private @Nullable Double lambda;

  @Option(
      names = "--layers",
      paramLabel = "LAYER",
      split = ",",
      splitSynopsisLabel = ",",
      arity = "1",
      description = "Layers, 0 is the embedding output (default: every second, to the last).")
  private @Nullable List<Integer> layers;

  @Option(
      names = "--model",
      paramLabel = "NAME|PATH",
      defaultValue = ModelCatalogue.DEFAULT,
      description =
          ModelCatalogue.DEFAULT
              + " (default), all-minilm-l6-v2, or a folder with model.onnx and tokenizer.json.")
  private String model = ModelCatalogue.DEFAULT;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--topic-limit",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      defaultValue = "2GiB",
      description = "Most that each of five topics may keep, when it is created (default: 2GiB).")
  private long topicLimit;

  @Option(names = "--exit", description = "End when everything is coded, with a summary as JSON.")
  private boolean exit;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "With --exit: write the summary into this file, too.")
  private @Nullable Path summary;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    UpSettings settings = settings();
    StopSignal stop = new StopSignal();
    UpRun run =
        new UpRun(
            Installation.fromSystemProperty(),
            data.folder(),
            settings,
            stop,
            new UpRun.Output(System.out, Terminal.liveLine()));
    return OrderlyExit.run(stop, Reported.of(run::run, UserErrors::message));
  }

  private UpSettings settings() {
    require(
        documents == null || documents >= 0,
        "--documents: is " + documents + ", must be at least 0");
    require(
        factors == null || (factors >= 1 && factors <= MAX_FACTORS),
        "--factors: is "
            + factors
            + ", must be 1 to "
            + MAX_FACTORS
            + ", the most that are learned");
    require(
        lambda == null || (lambda > 0 && lambda < LAMBDA_LIMIT),
        "--lambda: is " + lambda + ", must be over 0 and under 1e6");
    require(
        topicLimit >= MIN_TOPIC_LIMIT,
        "--topic-limit: is " + topicLimit + " bytes, must be at least 64MiB");
    require(summary == null || exit, "--summary: needs --exit");
    require(
        summary == null || AuditOptions.isWritable(summary),
        "--summary: " + summary + " can't be written: no such folder, or no access to it");
    return new UpSettings(
        Corpora.named(corpus, System.in),
        documents == null ? OptionalLong.empty() : OptionalLong.of(documents),
        model,
        new DictionarySettings(factors, lambda, checkedLayers()),
        topicLimit,
        exit,
        summary);
  }

  private @Nullable List<Integer> checkedLayers() {
    if (layers == null) {
      return null;
    }
    List<Integer> ascending = layers.stream().distinct().sorted().toList();
    require(ascending.size() == layers.size(), "--layers: " + layers + " names a layer twice");
    require(ascending.getFirst() >= 0, "--layers: " + layers + ": layers begin at 0");
    return ascending;
  }

  private void require(boolean condition, String message) {
    if (!condition && spec != null) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
