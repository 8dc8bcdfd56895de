package io.factorscope.benchmarks.coder;

import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.benchmarks.data.PreparedData;
import io.factorscope.sparse.Dictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recomputes the gaps of codes of one setting, and makes rows of what was measured. */
final class CodesCheck {

  private final PreparedData data;
  private final double lambda;
  private final Dictionary dictionary;
  private final float[] states;
  private final Map<String, Found> found = new HashMap<>();

  /** Gaps of the first codes of a method, and those codes as they came. */
  private record Found(Gaps gaps, byte[] bytes, int states) {}

  CodesCheck(PreparedData data, double lambda) {
    this.data = data;
    this.lambda = lambda;
    this.dictionary = data.dictionary();
    this.states = data.states();
  }

  PreparedData data() {
    return data;
  }

  double lambda() {
    return lambda;
  }

  /**
   * Takes the codes that a process has written: recomputes their gaps, or makes sure that they are
   * those of an earlier process of the same method, bit for bit.
   *
   * @throws BenchmarkException if they are not the same
   */
  void accept(String method, Path codes) {
    try {
      byte[] bytes = Files.readAllBytes(codes);
      Found before = found.get(method);
      if (before == null) {
        var read = CodeFile.read(codes);
        found.put(
            method, new Found(Gaps.of(dictionary, lambda, states, read), bytes, read.count()));
      } else if (!Arrays.equals(before.bytes(), bytes)) {
        throw new BenchmarkException(
            "%s: two processes made different codes of the same states".formatted(method));
      }
    } catch (IOException e) {
      throw new BenchmarkException(method + ": its codes can't be read: " + e.getMessage(), e);
    }
  }

  /** The row of one of our methods: medians over its processes. */
  CoderRow row(String method, List<ForkResult> forks) {
    return row(
        method,
        Medians.of(forks, ForkResult::coding),
        Medians.of(forks, ForkResult::codingWall),
        Medians.of(forks, ForkResult::ratio),
        forks.size());
  }

  /**
   * The row of a peer.
   *
   * @param product time of the matrix product in this run, ns per state
   */
  CoderRow row(String method, PeerResult peer, double product) {
    return row(method, peer.coding(), peer.codingWall(), peer.coding() / product, 1);
  }

  private CoderRow row(String method, double coding, double wall, double ratio, int forks) {
    Found codes = found.get(method);
    if (codes == null) {
      throw new IllegalStateException(method + " has left no codes");
    }
    return new CoderRow(
        CoderRow.setting(data.set().name(), lambda),
        method,
        1e9 / coding,
        1e9 / wall,
        ratio,
        codes.gaps().supportMean(),
        codes.gaps().mean(),
        codes.gaps().max(),
        codes.states(),
        forks);
  }
}
