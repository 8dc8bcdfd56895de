package io.factorscope.benchmarks.coder;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.benchmarks.MatrixProduct;
import io.factorscope.benchmarks.data.DataSet;
import io.factorscope.benchmarks.data.PreparedData;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.sparse.kernel.PackedDictionary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that measures one coder on one core: rounds of both matrix products and the coding of
 * the same states, so that whatever else the machine does hits all three.
 */
final class CodingFork {

  private static final double SECOND = 1e9;
  private static final int MIN_ROUNDS = 5;

  private final ForkTask task;
  private final float[] states;
  private final OwnProduct own;
  private final MatrixProduct runtime;
  private final SparseCoder.Worker worker;
  private final SparseCodes.Builder codes;

  private record Round(Stopwatch own, Stopwatch runtime, Stopwatch coding) {
    double ratio() {
      return (double) coding.processor() / Math.min(own.processor(), runtime.processor());
    }
  }

  private CodingFork(ForkTask task, PreparedData data, MatrixProduct runtime) {
    this.task = task;
    this.states = data.states();
    this.runtime = runtime;
    DataSet set = data.set();
    this.own =
        new OwnProduct(
            new PackedDictionary(data.atoms(), set.factors(), set.width()), states, task.states());
    SparseCoder coder = Method.of(task.method()).coder(data.dictionary(), task.lambda());
    this.worker = coder.newWorker();
    this.codes = new SparseCodes.Builder(task.states());
  }

  /** Arguments: the file of the task, the file for the result. */
  public static void main(String[] arguments) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ForkTask task = json.readValue(Path.of(arguments[0]).toFile(), ForkTask.class);
    json.writeValue(Path.of(arguments[1]).toFile(), measure(task));
  }

  private static ForkResult measure(ForkTask task) throws IOException {
    PreparedData data = PreparedData.in(task.data());
    DataSet set = data.set();
    try (MatrixProduct runtime =
        new MatrixProduct(data.atoms(), set.factors(), set.width(), DataSet.BATCH, 1)) {
      runtime.load(data.states());
      CodingFork fork = new CodingFork(task, data, runtime);
      fork.rounds(task.warmUpSeconds(), 1);
      List<Round> rounds = fork.rounds(task.seconds(), MIN_ROUNDS);
      CodeFile.write(task.codes(), fork.codes.build());
      return fork.result(rounds);
    }
  }

  private List<Round> rounds(double seconds, int least) {
    List<Round> rounds = new ArrayList<>();
    long begun = System.nanoTime();
    while (rounds.size() < least || System.nanoTime() - begun < seconds * SECOND) {
      rounds.add(
          new Round(
              Stopwatch.time(own::run),
              Stopwatch.time(this::runRuntime),
              Stopwatch.time(this::code)));
    }
    return rounds;
  }

  private void runRuntime() {
    for (int batch = 0; batch < task.states() / DataSet.BATCH; batch++) {
      runtime.run(batch);
    }
  }

  private void code() {
    codes.clear();
    worker.encode(states, 0, task.states(), codes);
  }

  private ForkResult result(List<Round> rounds) {
    return new ForkResult(
        Medians.of(rounds, round -> round.coding().processor()) / task.states(),
        Medians.of(rounds, round -> round.coding().wall()) / task.states(),
        Medians.of(rounds, round -> round.own().processor()) / task.states(),
        Medians.of(rounds, round -> round.runtime().processor()) / task.states(),
        Medians.of(rounds, Round::ratio),
        rounds.size());
  }
}
