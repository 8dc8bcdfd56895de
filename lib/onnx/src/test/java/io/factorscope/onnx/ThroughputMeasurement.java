package io.factorscope.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.factorscope.onnx.graph.HiddenStateExposure;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the hidden states of every second layer cost over bare ONNX Runtime on the untouched model
 * whose output nobody reads: 8 texts of 64 tokens, 2 threads. Rounds of both alternate, so that
 * whatever else the machine does hits both.
 *
 * <p>Arguments: the model's folder, the number of rounds.
 */
final class ThroughputMeasurement {
  private static final int BATCH = 8;
  private static final int LENGTH = 64;
  private static final int RUNS = 4;
  private static final int THREADS = 2;

  private final long[] ids =
      IntStream.range(0, BATCH * LENGTH).mapToLong(i -> 1000 + 31L * i % 20000).toArray();
  private final int[] lengths = new int[BATCH];

  private ThroughputMeasurement() {
    Arrays.fill(lengths, LENGTH);
  }

  public static void main(String[] arguments) throws OrtException {
    new ThroughputMeasurement().measure(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
  }

  private void measure(Path folder, int rounds) throws OrtException {
    try (OrtSession bare = bareSession(folder);
        OrtSession exposed = exposedSession(folder);
        HiddenStateModel model = HiddenStateModel.open(folder, "measured", Device.CPU, THREADS)) {
      int[] layers =
          IntStream.rangeClosed(0, model.info().layers()).filter(i -> i % 2 == 0).toArray();
      ByteBuffer packed =
          ByteBuffer.allocate(BATCH * LENGTH * model.info().width() * Short.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      Cost[][] costs = new Cost[4][rounds];
      for (int round = -2; round < rounds; round++) {
        Cost[] now = {
          cost(() -> runBare(bare, Set.of("last_hidden_state"))),
          cost(() -> runBare(exposed, names(layers))),
          cost(() -> model.run(ids, lengths, BATCH, LENGTH, layers).close()),
          cost(() -> runAndPack(model, layers, packed.asShortBuffer()))
        };
        for (int way = 0; round >= 0 && way < now.length; way++) {
          costs[way][round] = now[way];
        }
      }
      report("bare", costs[0], costs[0]);
      report("bare, edited graph", costs[1], costs[0]);
      report("states", costs[2], costs[0]);
      report("states packed as float16", costs[3], costs[0]);
    }
  }

  private static OrtSession bareSession(Path folder) throws OrtException {
    try (OrtSession.SessionOptions options = options()) {
      return OrtEnvironment.getEnvironment()
          .createSession(folder.resolve("model.onnx").toString(), options);
    }
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(THREADS);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }

  private static OrtSession exposedSession(Path folder) throws OrtException {
    try (Arena arena = Arena.ofConfined();
        OrtSession.SessionOptions options = options()) {
      ModelFile file = ModelFile.map(folder.resolve("model.onnx"), arena);
      return OrtEnvironment.getEnvironment()
          .createSession(
              ModelFile.serialize(HiddenStateExposure.of(file.parse()).model(), arena), options);
    }
  }

  private static Set<String> names(int[] layers) {
    return Arrays.stream(layers).mapToObj(i -> "hidden_states." + i).collect(Collectors.toSet());
  }

  private void runBare(OrtSession session, Set<String> outputs) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {BATCH, LENGTH};
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor idTensor = tensor(environment, ids, shape);
        OnnxTensor mask = tensor(environment, ones, shape);
        OnnxTensor types = tensor(environment, new long[ids.length], shape)) {
      session
          .run(
              Map.of("input_ids", idTensor, "attention_mask", mask, "token_type_ids", types),
              outputs)
          .close();
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, long[] values, long[] shape)
      throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  private void runAndPack(HiddenStateModel model, int[] layers, ShortBuffer packed) {
    try (HiddenStates states = model.run(ids, lengths, BATCH, LENGTH, layers)) {
      for (int layer : layers) {
        FloatBuffer values = states.layer(layer);
        for (int i = 0; i < values.limit(); i++) {
          packed.put(i, Float.floatToFloat16(values.get(i)));
        }
      }
    }
  }

  private interface Work {
    void run() throws OrtException;
  }

  private record Cost(double wall, double processor) {}

  private static Cost cost(Work work) throws OrtException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long processor = system.getProcessCpuTime();
    long wall = System.nanoTime();
    for (int i = 0; i < RUNS; i++) {
      work.run();
    }
    return new Cost(
        (System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - processor) / 1e9);
  }

  private static void report(String name, Cost[] costs, Cost[] bare) {
    double tokens = RUNS * BATCH * LENGTH;
    System.out.printf(
        "%-26s %6.0f tokens/s, %6.0f per CPU-s; of bare %.3f by wall time, %.3f by CPU time%n",
        name,
        tokens / median(IntStream.range(0, costs.length).mapToDouble(i -> costs[i].wall).toArray()),
        tokens / median(Arrays.stream(costs).mapToDouble(Cost::processor).toArray()),
        median(
            IntStream.range(0, costs.length)
                .mapToDouble(i -> bare[i].wall / costs[i].wall)
                .toArray()),
        median(
            IntStream.range(0, costs.length)
                .mapToDouble(i -> bare[i].processor / costs[i].processor)
                .toArray()));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
