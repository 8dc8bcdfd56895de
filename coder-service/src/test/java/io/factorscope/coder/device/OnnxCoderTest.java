package io.factorscope.coder.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.onnx.Device;
import io.factorscope.onnx.ProximalSolver;
import io.factorscope.sparse.CodingStatistics;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.ParallelCoder;
import io.factorscope.sparse.Planted;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCoderContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of every coder, kept by the one that ONNX Runtime proposes for. */
class OnnxCoderTest extends SparseCoderContract {

  private static ProximalSolver solver;

  @BeforeAll
  static void open() {
    solver = ProximalSolver.open(Device.CPU, 1);
  }

  @AfterAll
  static void close() {
    solver.close();
  }

  @Override
  protected SparseCoder coder(Dictionary dictionary, double lambda) {
    return OnnxCoder.of(solver, dictionary, lambda, new CodingStatistics());
  }

  @Test
  void fewOrdinaryStatesAreLeftToTheExactCoder() {
    Planted planted = new Planted(1536, 384, 11);
    CodingStatistics statistics = new CodingStatistics();
    SparseCoder coder = OnnxCoder.of(solver, planted.dictionary(), 1.0, statistics);
    float[] states = planted.states(64, 20);
    assertCertified(coder, states, encode(coder, states, 64));
    assertThat(statistics.codes()).isEqualTo(64);
    assertThat(statistics.finished()).isLessThan(16);
  }

  @Test
  void versionsAreSwappedBetweenBatchesAndShareTheSolver() {
    Planted first = new Planted(200, 48, 7);
    Planted second = new Planted(130, 48, 8);
    float[] states = first.states(600, 6);
    SparseCoder before = coder(first.dictionary(), 0.6);
    SparseCoder after = coder(second.dictionary(), 0.4);
    try (ParallelCoder parallel = new ParallelCoder(before, 2)) {
      assertSame(parallel.encode(states, 600), encode(before, states, 600));
      parallel.swap(after);
      assertSame(parallel.encode(states, 600), encode(after, states, 600));
    }
  }
}
