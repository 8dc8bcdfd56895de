package io.factorscope.benchmarks.coder;

import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.benchmarks.Memory;
import io.factorscope.benchmarks.Progress;
import io.factorscope.benchmarks.data.DataSet;
import io.factorscope.benchmarks.data.PreparedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Measures all methods at all settings, and recomputes the gaps of all codes. */
public final class CoderBenchmark {

  private final List<PreparedData> data;
  private final Plan plan;
  private final Peers peers;
  private final Path work;
  private final Forks forks;
  private final Progress progress;
  private final List<CoderRow> rows = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  /**
   * @param data the first set is the one at which peers, threads and products are compared
   * @param work an empty folder
   */
  public CoderBenchmark(
      List<PreparedData> data,
      Plan plan,
      String python,
      Path script,
      Path work,
      Progress progress) {
    this.data = List.copyOf(data);
    this.plan = plan;
    this.peers = new Peers(python, script, work);
    this.work = work;
    this.forks = new Forks(work);
    this.progress = progress;
  }

  /** Measures; takes minutes. */
  public CoderReport run() {
    DataSet largest = largest();
    progress.say(
        "%s needs the most memory: up to %,d MiB, %,d MiB of it heap; %,d MiB are available",
        largest.name(),
        Forks.memoryBytes(largest) >> 20,
        Forks.heapBytes(largest) >> 20,
        Memory.available() >> 20);
    Memory.require(Forks.memoryBytes(largest), largest.name());
    List<ForkResult> compared = new ArrayList<>();
    for (PreparedData set : data) {
      for (double lambda : set.lambdas()) {
        measure(set, lambda, compared);
      }
    }
    return new CoderReport(
        rows,
        twoThreads(),
        Medians.of(compared, fork -> fork.runtimeProduct() / fork.ownProduct()),
        missing);
  }

  private DataSet largest() {
    return data.stream()
        .map(PreparedData::set)
        .max((a, b) -> Long.compare(Forks.memoryBytes(a), Forks.memoryBytes(b)))
        .orElseThrow(() -> new BenchmarkException("there is nothing to measure"));
  }

  /** All methods at one setting. */
  private void measure(PreparedData set, double lambda, List<ForkResult> compared) {
    CodesCheck check = new CodesCheck(set, lambda);
    boolean first = set.equals(data.getFirst());
    int count = first ? plan.forks() : plan.forksElsewhere();
    List<ForkResult> rbi = new ArrayList<>();
    for (int fork = 0; fork < count; fork++) {
      rbi.add(fork(Method.RBI, check, fork, count));
    }
    rows.add(check.row(Method.RBI.label(), rbi));
    for (Method method : Method.values()) {
      if (method != Method.RBI && method.suits(set.set())) {
        rows.add(check.row(method.label(), List.of(fork(method, check, 0, 1))));
      }
    }
    if (first) {
      compared.addAll(rbi);
      if (lambda == comparedLambda()) {
        double product = Medians.of(rbi, ForkResult::product);
        Peer.all().forEach(peer -> measure(peer, check, product));
      }
    }
  }

  /** Of the first set, the lambda of its last support but one: about 48. */
  private double comparedLambda() {
    List<Double> lambdas = data.getFirst().lambdas();
    return lambdas.get(Math.max(0, lambdas.size() - 2));
  }

  private ForkResult fork(Method method, CodesCheck check, int number, int of) {
    DataSet set = check.data().set();
    Path codes = work.resolve("codes.bin");
    ForkResult result = forks.coding(set, task(check.data(), method, check.lambda(), codes));
    check.accept(method.label(), codes);
    progress.say(
        "%s %s, fork %d of %d: %,.0f codes/s, %.2f x the matrix product",
        CoderRow.setting(set.name(), check.lambda()),
        method.label(),
        number + 1,
        of,
        1e9 / result.coding(),
        result.ratio());
    return result;
  }

  private ForkTask task(PreparedData set, Method method, double lambda, Path codes) {
    return new ForkTask(
        set.folder(),
        method.label(),
        lambda,
        method.states(set.set()),
        plan.warmUpSeconds(),
        plan.seconds(),
        codes);
  }

  private void measure(Peer peer, CodesCheck check, double product) {
    Path codes = work.resolve("peer-codes.bin");
    Optional<PeerResult> found =
        peers.hasPython()
            ? peers.measure(peer, check.data(), check.lambda(), plan.seconds(), codes)
            : Optional.empty();
    if (found.isEmpty()) {
      missing.add(
          "%s: python3 has no %s (pip install %s, or name another Python by --python)"
              .formatted(peer.label(), peer.distribution(), peer.distribution()));
      return;
    }
    PeerResult result = found.get();
    check.accept(peer.label(), codes);
    rows.add(check.row(peer.label(), result, product));
    progress.say(
        "%s of version %s: %,.0f codes/s, %.1f x the matrix product",
        peer.label(), result.version(), 1e9 / result.coding(), result.coding() / product);
  }

  private @Nullable Double twoThreads() {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      missing.add("twoThreads: this machine has one core");
      return null;
    }
    PreparedData set = data.getFirst();
    Path codes = work.resolve("codes.bin");
    double ratio = forks.scaling(set.set(), task(set, Method.RBI, comparedLambda(), codes));
    progress.say("two threads: %.2f x one", ratio);
    return ratio;
  }

  /**
   * How long to measure.
   *
   * @param forks processes of RBI at each setting of the first data set
   * @param forksElsewhere processes of RBI at the other settings
   * @param warmUpSeconds of each process
   * @param seconds measured in each
   */
  public record Plan(int forks, int forksElsewhere, double warmUpSeconds, double seconds) {

    /** What the documentation tells is measured with this. */
    public static final Plan FULL = new Plan(5, 3, 3, 5);
  }
}
