package io.factorscope.coder.device;

import io.factorscope.onnx.Device;
import io.factorscope.onnx.ProximalSolver;
import io.factorscope.sparse.CodingStatistics;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCoderContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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
}
