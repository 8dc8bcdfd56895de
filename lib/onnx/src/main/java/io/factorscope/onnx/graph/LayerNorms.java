package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises layer normalisation (Ba, Kiros and Hinton 2016), fused or as exporters spell it out.
 */
final class LayerNorms {
  private static final Set<String> FUSED =
      Set.of("LayerNormalization", "SimplifiedLayerNormalization", "RMSNormalization");
  private static final Set<String> FUSED_WITH_ADD =
      Set.of("SkipLayerNormalization", "SkipSimplifiedLayerNormalization");

  /** Of the operators fused with the residual sum, the output that carries the sum itself. */
  private static final int SUM_OUTPUT = 3;

  private final GraphView graph;

  LayerNorms(GraphView graph) {
    this.graph = graph;
  }

  /** What was normalised to give this tensor; empty if it isn't the output of a normalisation. */
  Optional<String> inputOf(String tensor) {
    Optional<NodeProto> maker = graph.producer(tensor);
    if (maker.isEmpty()) {
      return Optional.empty();
    }
    NodeProto node = maker.get();
    if (FUSED.contains(node.getOpType())) {
      return Optional.of(node.getInput(0));
    }
    if (FUSED_WITH_ADD.contains(node.getOpType())) {
      return node.getOutputCount() > SUM_OUTPUT
          ? Optional.of(node.getOutput(SUM_OUTPUT)).filter(sum -> !sum.isEmpty())
          : Optional.empty();
    }
    return spelledOut(tensor);
  }

  /** (x − mean x) / sqrt(…), then by choice times a weight, then by choice plus a bias. */
  private Optional<String> spelledOut(String tensor) {
    String scaled = withoutConstant(tensor, "Add");
    String normalised = withoutConstant(scaled, "Mul");
    return graph
        .producer(normalised, "Div")
        .filter(division -> graph.producer(division.getInput(1), "Sqrt").isPresent())
        .flatMap(division -> graph.producer(division.getInput(0), "Sub"))
        .filter(this::subtractsItsMean)
        .map(difference -> difference.getInput(0));
  }

  private boolean subtractsItsMean(NodeProto difference) {
    return graph
        .producer(difference.getInput(1), "ReduceMean")
        .filter(mean -> mean.getInput(0).equals(difference.getInput(0)))
        .isPresent();
  }

  /** The other operand, where the tensor is made by this operator with one constant operand. */
  private String withoutConstant(String tensor, String operator) {
    Optional<NodeProto> node = graph.producer(tensor, operator);
    if (node.isEmpty()) {
      return tensor;
    }
    String left = node.get().getInput(0);
    String right = node.get().getInput(1);
    if (graph.isConstant(right)) {
      return left;
    }
    return graph.isConstant(left) ? right : tensor;
  }
}
