package io.factorscope.embedder.states;

import com.sun.management.OperatingSystemMXBean;
import io.factorscope.embedder.TestModels;
import io.factorscope.embedder.TestTexts;
import io.factorscope.embedder.stream.StreamSetup;
import io.factorscope.embedder.tokens.SpecialTokens;
import io.factorscope.embedder.tokens.WordPieceTokenizer;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.embedder.windows.WindowedText;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.StepMetrics;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.TransactionalStep;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.exactlyonce.backpressure.BackpressureWork;
import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.onnx.HiddenStates;
import io.factorscope.v1.Document;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Measures the step from texts to hidden states, broker and all, against the bare model on the same
 * windows, in turns. Arguments: documents, rounds. Not a test: a machine that others use too can't
 * promise a ratio.
 */
@SuppressWarnings({"SystemOut", "ThreadSleep"})
final class EmbedderRate {

  private static final List<Integer> LAYERS = Selection.everySecondLayer(12);
  private static final int BATCH_TOKENS = 528;
  private static final int PARTITIONS = 4;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TopicNames topics = new TopicNames("");
  private final AtomicBoolean pressed = new AtomicBoolean(true);
  private final HiddenStateModel model = TestModels.open(TestModels.BGE);
  private final WordPieceTokenizer tokenizer =
      WordPieceTokenizer.read(TestModels.tokenizer(TestModels.BGE));
  private final WindowCutter cutter = new WindowCutter(tokenizer, 64);
  private final SharedModel shared =
      new SharedModel(model, tokenizer.special().frame(), tokenizer.special().padding(), meters);
  private final List<String> texts;
  private int ingested;

  private EmbedderRate(int documents) {
    texts = TestTexts.paragraphs(documents);
  }

  public static void main(String[] arguments) throws InterruptedException {
    int documents = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    new EmbedderRate(documents).run(rounds);
  }

  private void run(int rounds) throws InterruptedException {
    int tokens = texts.stream().mapToInt(text -> cutter.cut(text).tokens()).sum();
    System.out.printf("%d documents, %d tokens%n", texts.size(), tokens);
    bare();
    try (TestBroker broker = TestBroker.start()) {
      TopicSpecs specs = new TopicSpecs(topics, PARTITIONS, OptionalLong.of(4L << 30));
      Topics.ensure(
          broker.instance("rate", "0"),
          List.of(specs.texts(), specs.hiddenStates(model.info().id()), specs.deadLetters()));
      try (TransactionalStep step = step(broker)) {
        step.start();
        stream(broker);
        List<Double> ratios = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
          double cpu0 = cpuSeconds();
          double before = tokens / bare();
          double cpu1 = cpuSeconds();
          double stream = tokens / stream(broker);
          double cpu2 = cpuSeconds();
          double after = tokens / bare();
          double bareCpu = (cpu1 - cpu0 + cpuSeconds() - cpu2) / 2;
          ratios.add(2 * stream / (before + after));
          costs.add(bareCpu / (cpu2 - cpu1));
          System.out.printf(
              "bare %.0f, stream %.0f, bare %.0f tokens/s: %.1f %%; by processor time %.1f %%%n",
              before, stream, after, 100 * ratios.getLast(), 100 * costs.getLast());
        }
        System.out.printf(
            "medians: %.1f %% by the clock, %.1f %% by processor time%n",
            100 * median(ratios), 100 * median(costs));
      }
    }
    model.close();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** Of this process: the broker is another one. */
  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  private TransactionalStep step(TestBroker broker) {
    StreamSetup setup =
        new StreamSetup(
            new StateRuns(shared, BATCH_TOKENS), cutter, ModelIdentity.of(model.info()), LAYERS);
    return new TransactionalStep(
        broker.instance("embedder", "0"),
        "rate",
        topics.texts(),
        new BackpressureWork(
            setup.pipeline(topics, Duration.ofMillis(500), 1_000, meters),
            pressed::get,
            java.util.Optional.empty()),
        new StepMetrics(meters, "embedder"),
        topics);
  }

  /** Seconds from when all texts lie in the broker until all states are committed. */
  private double stream(TestBroker broker) throws InterruptedException {
    pressed.set(true);
    try (TransactionalWriter door =
        new TransactionalWriter(broker.instance("door", "0"), "texts", meters)) {
      for (List<String> group : groups()) {
        door.commit(group.stream().map(this::record).toList());
      }
    }
    Thread.sleep(1_000);
    double target = committed() + texts.size();
    long started = System.nanoTime();
    pressed.set(false);
    while (committed() < target) {
      Thread.sleep(5);
    }
    return (System.nanoTime() - started) / 1e9;
  }

  private List<List<String>> groups() {
    return IntStream.range(0, Math.ceilDiv(texts.size(), 100))
        .mapToObj(i -> texts.subList(i * 100, Math.min(texts.size(), (i + 1) * 100)))
        .toList();
  }

  private OutputRecord record(String text) {
    String id = "d" + ingested;
    Document document = Document.newBuilder().setId(id).setText(text).build();
    return new OutputRecord(topics.texts(), ingested++ % PARTITIONS, id, document, 0);
  }

  private double committed() {
    return meters.counter("factorscope.records.in", "step", "embedder").count();
  }

  /** Seconds that the model alone takes for all windows, in the best batches. */
  private double bare() {
    List<int[]> windows = new ArrayList<>();
    for (String text : texts) {
      WindowedText windowed = cutter.cut(text);
      IntStream.range(0, windowed.windows()).forEach(i -> windows.add(framed(windowed.ids(i))));
    }
    int[] lengths = windows.stream().mapToInt(ids -> ids.length).toArray();
    List<int[]> batches = LengthBatches.of(lengths, BATCH_TOKENS);
    long started = System.nanoTime();
    for (int[] batch : batches) {
      run(Arrays.stream(batch).mapToObj(windows::get).toList());
    }
    return (System.nanoTime() - started) / 1e9;
  }

  private int[] framed(int[] ids) {
    SpecialTokens.Frame frame = tokenizer.special().frame();
    int[] framed = new int[ids.length + 2];
    framed[0] = frame.before().getFirst();
    System.arraycopy(ids, 0, framed, 1, ids.length);
    framed[ids.length + 1] = frame.after().getFirst();
    return framed;
  }

  private void run(List<int[]> batch) {
    int[] lengths = batch.stream().mapToInt(ids -> ids.length).toArray();
    int length = Arrays.stream(lengths).max().orElseThrow();
    long[] ids = new long[batch.size() * length];
    for (int i = 0; i < batch.size(); i++) {
      for (int j = 0; j < lengths[i]; j++) {
        ids[i * length + j] = batch.get(i)[j];
      }
    }
    int[] layers = LAYERS.stream().mapToInt(Integer::intValue).toArray();
    try (HiddenStates states = model.run(ids, lengths, lengths.length, length, layers)) {
      if (states.width() != model.info().width()) {
        throw new AssertionError("width " + states.width());
      }
    }
  }
}
