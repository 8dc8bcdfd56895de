package io.factorscope.benchmarks.coder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the benchmark of coders found. Its names are read by scripts: they stay.
 *
 * @param twoThreads rate of two threads over that of one; null on a machine of one core
 * @param sgemmAgainstOnnxRuntime rate of our matrix product over ONNX Runtime's, one core
 * @param missing what was to be measured and could not be, and why
 */
public record CoderReport(
    List<CoderRow> rows,
    @Nullable Double twoThreads,
    double sgemmAgainstOnnxRuntime,
    List<String> missing) {

  public CoderReport {
    rows = List.copyOf(rows);
    missing = List.copyOf(missing);
  }
}
