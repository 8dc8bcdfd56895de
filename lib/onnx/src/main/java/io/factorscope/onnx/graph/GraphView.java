package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A graph, indexed by tensor name: who makes a tensor, who reads it, what is constant. */
final class GraphView {
  /** Operators that only move or convert a weight; what they make of a constant is constant. */
  private static final Set<String> WEIGHT_PREPARATION =
      Set.of("Cast", "DequantizeLinear", "Identity", "Reshape", "Transpose", "Unsqueeze");

  private final GraphProto graph;
  private final Map<String, NodeProto> producers = new HashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();
  private final Map<String, TensorProto> initializers = new HashMap<>();

  GraphView(GraphProto graph) {
    this.graph = graph;
    for (TensorProto tensor : graph.getInitializerList()) {
      initializers.put(tensor.getName(), tensor);
    }
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(output -> producers.put(output, node));
      for (String input : node.getInputList()) {
        consumers.computeIfAbsent(input, _ -> new ArrayList<>(1)).add(node);
      }
    }
  }

  GraphProto graph() {
    return graph;
  }

  List<NodeProto> nodes() {
    return graph.getNodeList();
  }

  /** The node that makes the tensor; empty for graph inputs and initializers. */
  Optional<NodeProto> producer(String tensor) {
    return Optional.ofNullable(producers.get(tensor));
  }

  /** The node that makes the tensor, if it is of this operator. */
  Optional<NodeProto> producer(String tensor, String operator) {
    return producer(tensor).filter(node -> node.getOpType().equals(operator));
  }

  List<NodeProto> consumers(String tensor) {
    return consumers.getOrDefault(tensor, List.of());
  }

  Optional<TensorProto> initializer(String tensor) {
    return Optional.ofNullable(initializers.get(tensor));
  }

  /** Whether anything in the graph has this name. */
  boolean exists(String tensor) {
    return producers.containsKey(tensor)
        || initializers.containsKey(tensor)
        || graph.getInputList().stream().anyMatch(input -> input.getName().equals(tensor));
  }

  /** Whether the tensor is a weight: an initializer, a Constant, or one of these prepared. */
  boolean isConstant(String tensor) {
    if (initializers.containsKey(tensor)) {
      return true;
    }
    return producer(tensor).filter(this::makesConstant).isPresent();
  }

  private boolean makesConstant(NodeProto node) {
    return node.getOpType().equals("Constant")
        || (WEIGHT_PREPARATION.contains(node.getOpType())
            && node.getInputList().stream()
                .filter(input -> !input.isEmpty())
                .allMatch(this::isConstant));
  }

  /** Follows the first input upwards through nodes of these operators. */
  String seeThrough(String tensor, Set<String> operators) {
    String seen = tensor;
    Optional<NodeProto> node = producer(seen);
    while (node.isPresent() && operators.contains(node.get().getOpType())) {
      seen = node.get().getInput(0);
      node = producer(seen);
    }
    return seen;
  }
}
