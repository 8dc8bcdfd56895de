package io.factorscope.onnx.graph;

import static io.factorscope.onnx.graph.NodeWriter.FLOAT;
import static io.factorscope.onnx.graph.NodeWriter.whole;
import static io.factorscope.onnx.graph.NodeWriter.wholes;

import java.util.List;

/**
 * Which rows have a relative duality gap above the goal, with the dual point s r, s = min(lambda /
 * max D r, x.r / ||r||^2). In float32: good to stop by, the proof comes later.
 */
final class OpenRows {
  /** Keeps divisors above zero. */
  private static final float TINY = 1e-30f;

  private OpenRows() {}

  /**
   * Writes the test.
   *
   * @param states x [n][d]
   * @param squares ||x||^2 [n][1]
   * @param codes a [n][m]
   * @param residuals r = x - a D [n][d]
   * @param correlations r D' [n][m]
   * @return bool [n][1]
   */
  static String write(
      NodeWriter graph,
      String states,
      String squares,
      String codes,
      String residuals,
      String correlations) {
    String half = graph.constant(0.5f);
    String residualSquares = squares(graph, residuals);
    String fit = sum(graph, graph.op("Mul", states, residuals));
    String max = graph.op("ReduceMax", List.of(correlations), wholes("axes", 1));
    String scale = scale(graph, residualSquares, fit, max);
    String weight = graph.op("Add", graph.op("Mul", scale, scale), graph.constant(1));
    String quadratic = graph.op("Mul", graph.op("Mul", residualSquares, half), weight);
    String penalty = graph.op("Mul", sum(graph, codes), ProximalModel.LAMBDA);
    String primal = graph.op("Add", quadratic, penalty);
    String gap = graph.op("Sub", primal, graph.op("Mul", scale, fit));
    String most = graph.op("Mul", graph.op("Mul", squares, half), ProximalModel.GOAL);
    return graph.op("Greater", gap, most);
  }

  private static String scale(NodeWriter graph, String residualSquares, String fit, String max) {
    String tiny = graph.constant(TINY);
    String feasible = graph.op("Div", ProximalModel.LAMBDA, graph.op("Max", max, tiny));
    String best = graph.op("Div", fit, graph.op("Max", residualSquares, tiny));
    return graph.op("Relu", graph.op("Min", feasible, best));
  }

  /** Whether there is any, a bool of rank 0. */
  static String any(NodeWriter graph, String open) {
    String numbers = graph.op("Cast", List.of(open), whole("to", FLOAT));
    String largest = graph.op("ReduceMax", List.of(numbers), whole("keepdims", 0));
    return graph.op("Greater", largest, graph.constant(0));
  }

  /** ||row||^2, [n][1]. */
  static String squares(NodeWriter graph, String rows) {
    return sum(graph, graph.op("Mul", rows, rows));
  }

  private static String sum(NodeWriter graph, String rows) {
    return graph.op("ReduceSum", rows, graph.list(1));
  }
}
