package io.factorscope.benchmarks.ladder;

import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.benchmarks.Encoder;
import io.factorscope.benchmarks.Progress;
import io.factorscope.coder.CoderTopics;
import io.factorscope.coder.current.CurrentVersion;
import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.dictionary.owner.BookedVersions;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.models.ModelCatalogue;
import io.factorscope.sparse.CodingStatistics;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.standalone.machine.DataFolder;
import io.factorscope.standalone.machine.DictionarySettings;
import io.factorscope.standalone.machine.FolderLock;
import io.factorscope.standalone.machine.Installation;
import io.factorscope.standalone.machine.Machine;
import io.factorscope.standalone.machine.MachineSettings;
import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.machine.ServiceSpecs;
import io.factorscope.versions.DictionariesClient;
import io.factorscope.versions.VersionBook;
import io.factorscope.versions.VersionTail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Measures the whole stream first, as its topics are what the stages then work on: each alone, with
 * the broker running and the services stopped.
 */
public final class LadderBenchmark {

  private static final String MODEL = ModelCatalogue.DEFAULT;
  private static final long TOPIC_LIMIT = 2L << 30;
  private static final long SCRATCH_LIMIT = 512L << 20;
  private static final int PARTITIONS = 4;

  /** What the embedder puts into a transaction where it makes 2,000 tokens a second. */
  private static final int GROUP_TOKENS = 1000;

  private static final int GROUPS = 16;
  private static final int CODE_TRANSACTIONS = 8;

  private final Installation installation;
  private final DataFolder data;
  private final Timing timing;
  private final StopSignal stop;
  private final Progress progress;
  private final Documents documents = new Documents();
  private final List<LadderReport.Row> rows = new ArrayList<>();

  /**
   * @param data an empty folder, for the broker
   */
  public LadderBenchmark(
      Installation installation,
      DataFolder data,
      Timing timing,
      StopSignal stop,
      Progress progress) {
    this.installation = installation;
    this.data = data;
    this.timing = timing;
    this.stop = stop;
    this.progress = progress;
  }

  /** What the stream was like. */
  private record Streamed(double tokensPerSecond, double share, PreparedVersion version) {}

  /**
   * Measures; takes minutes.
   *
   * @throws io.factorscope.local.StoppedException if the signal is given
   */
  public LadderReport run() {
    try (FolderLock _ = data.lock();
        Encoder encoder = Encoder.open(data.models())) {
      progress.say("starting a broker and the services; their logs are in %s", data.logs());
      MachineSettings settings =
          new MachineSettings(MODEL, MODEL, new DictionarySettings(null, null, null), TOPIC_LIMIT);
      try (Machine machine =
          Machine.start(installation, data, settings, stop, told -> progress.say("%s", told))) {
        Instance instance =
            new Instance(machine.info().bootstrapServers(), "ladder", "ladder", "0", Map.of());
        Streamed streamed = stream(machine, encoder, instance);
        machine.stopServices();
        return stages(encoder, instance, streamed);
      }
    }
  }

  private Streamed stream(Machine machine, Encoder encoder, Instance instance) {
    RunInfo info = machine.info();
    Feeder feeder = new Feeder(info.address(ServiceSpecs.EMBEDDER), documents, encoder.cutter());
    int layers = encoder.selection().layers().size();
    try (StreamStage stage = new StreamStage(machine, feeder, layers, stop)) {
      progress.say("the whole stream: waiting for its dictionary");
      stage.awaitFirst();
      long from = System.currentTimeMillis();
      double rate = said("stream", timing.streamRate(stage, stop));
      long to = System.currentTimeMillis();
      PreparedVersion version = live(info);
      try (TopicLoop evidence = new TopicLoop(instance, names().evidence())) {
        double share = EvidenceSeen.share(evidence, from, to);
        progress.say("version %d was live; share of evidence %.2f", version.number(), share);
        return new Streamed(rate, share, version);
      }
    }
  }

  private static PreparedVersion live(RunInfo info) {
    CodingStatistics statistics = new CodingStatistics();
    try (DictionariesClient dictionaries = info.dictionaries()) {
      return PreparedVersion.of(
          dictionaries.live(info.dictionary()),
          (dictionary, lambda) -> SparseCoders.best(dictionary, lambda, statistics));
    }
  }

  private LadderReport stages(Encoder encoder, Instance instance, Streamed streamed) {
    ensureTopics(instance);
    Groups groups = new Groups(documents, encoder.cutter(), GROUPS, GROUP_TOKENS);
    rung("tokenise", new TokeniseStage(encoder.cutter(), documents));
    rung("embed", new EmbedStage(encoder, groups));
    double bare = bare(encoder, groups);
    rung(
        "publish-states",
        new PublishStage(
            instance,
            "states",
            new StatesMessages(
                encoder, groups.all(), scratch().names().hiddenStates(MODEL), PARTITIONS)));
    rung("consume-code", codeStage(instance, streamed));
    rung("publish-codes", new PublishStage(instance, "codes", codes(instance, streamed)::next));
    learn(instance, streamed);
    return LadderReport.of(rows, streamed.tokensPerSecond(), bare, streamed.share());
  }

  private void learn(Instance instance, Streamed streamed) {
    LearnStage stage =
        new LearnStage(
            new TopicLoop(instance, names().evidence()),
            new BookedVersions(book(instance), MODEL),
            streamed.share());
    progress.say("consume-learn: learning what the stream has learned");
    stage.catchUp();
    rung("consume-learn", stage);
  }

  /** All versions that the stream has made. */
  private static VersionBook book(Instance instance) {
    VersionBook book = new VersionBook();
    try (VersionTail tail =
        new VersionTail(instance, names().dictionaryVersions(), book, new SimpleMeterRegistry())) {
      tail.start();
      while (!tail.ready()) {
        Thread.sleep(100);
      }
      return book;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while the versions were read", e);
    }
  }

  private double bare(Encoder encoder, Groups groups) {
    try (BareStage stage = new BareStage(encoder, groups)) {
      return measure("bare ONNX Runtime", stage);
    }
  }

  private CodeStage codeStage(Instance instance, Streamed streamed) {
    CurrentVersion current = new CurrentVersion();
    current.set(streamed.version());
    return new CodeStage(
        new TopicLoop(instance, names().hiddenStates(MODEL)),
        current,
        new CoderTopics(scratch().names().codes(MODEL), scratch().names().evidence(), 0, MODEL));
  }

  /** Messages of some transactions of the coder, over and over. */
  private Iterator<PublishStage.Transaction> codes(Instance instance, Streamed streamed) {
    List<PublishStage.Transaction> made = new ArrayList<>();
    try (CodeStage stage = codeStage(instance, streamed)) {
      while (made.size() < CODE_TRANSACTIONS) {
        made.add(stage.transaction());
      }
    }
    return new Cycle<>(made);
  }

  private void rung(String name, Stage stage) {
    try (stage) {
      rows.add(new LadderReport.Row(name, measure(name, stage)));
    }
  }

  private double measure(String name, Stage stage) {
    return said(name, timing.rate(stage, stop));
  }

  private double said(String name, double rate) {
    progress.say("%s: %,.0f tokens/s", name, rate);
    return rate;
  }

  private static TopicNames names() {
    return new TopicNames("");
  }

  /** Topics for what is published in vain: they keep little. */
  private static TopicSpecs scratch() {
    return new TopicSpecs(new TopicNames("ladder-"), PARTITIONS, OptionalLong.of(SCRATCH_LIMIT));
  }

  private static void ensureTopics(Instance instance) {
    TopicSpecs specs = scratch();
    try {
      Topics.ensure(
          instance, List.of(specs.hiddenStates(MODEL), specs.codes(MODEL), specs.evidence()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while topics were made", e);
    }
  }
}
