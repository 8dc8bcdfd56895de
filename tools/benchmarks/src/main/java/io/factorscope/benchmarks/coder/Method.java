package io.factorscope.benchmarks.coder;

import io.factorscope.benchmarks.data.DataSet;
import io.factorscope.coder.device.OnnxCoder;
import io.factorscope.onnx.Device;
import io.factorscope.onnx.ProximalSolver;
import io.factorscope.sparse.CodingStatistics;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.RowGramCoder;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.WorkingSetCoder;
import java.util.Arrays;

/** Our own coders, all behind one contract. */
enum Method {
  RBI("rbi", RowGramCoder::new, Integer.MAX_VALUE, Integer.MAX_VALUE),
  WORKING_SET("working-set-cd", WorkingSetCoder::new, Integer.MAX_VALUE, Integer.MAX_VALUE),
  ONNX("onnx-fista", Method::onnx, 1536, 1024);

  /** Makes a coder of a method. */
  interface Maker {
    SparseCoder make(Dictionary dictionary, double lambda);
  }

  private final String label;
  private final Maker maker;
  private final int mostFactors;
  private final int mostStates;

  Method(String label, Maker maker, int mostFactors, int mostStates) {
    this.label = label;
    this.maker = maker;
    this.mostFactors = mostFactors;
    this.mostStates = mostStates;
  }

  /** Its name in reports. */
  String label() {
    return label;
  }

  /** Whether it can be measured in seconds. */
  boolean suits(DataSet set) {
    return set.factors() <= mostFactors;
  }

  /** How many states of a set it codes, so that a round takes seconds, not minutes. */
  int states(DataSet set) {
    return Math.min(mostStates, set.states());
  }

  SparseCoder coder(Dictionary dictionary, double lambda) {
    return maker.make(dictionary, lambda);
  }

  /** On the calling thread. The solver lives as long as the process, which measures one method. */
  private static SparseCoder onnx(Dictionary dictionary, double lambda) {
    return OnnxCoder.of(
        ProximalSolver.open(Device.CPU, 1), dictionary, lambda, new CodingStatistics());
  }

  static Method of(String label) {
    return Arrays.stream(values())
        .filter(method -> method.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("method: '" + label + "' is none"));
  }
}
