package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Map;

/** Renames tensors wherever a graph mentions them: in producers, consumers and declarations. */
final class TensorRenaming {
  private final Map<String, String> names;

  /** From old to new names. */
  TensorRenaming(Map<String, String> names) {
    this.names = names;
  }

  GraphProto apply(GraphProto graph) {
    GraphProto.Builder builder = graph.toBuilder().clearNode().clearOutput().clearValueInfo();
    graph.getNodeList().forEach(node -> builder.addNode(renamed(node)));
    graph.getOutputList().forEach(output -> builder.addOutput(renamed(output)));
    graph.getValueInfoList().forEach(value -> builder.addValueInfo(renamed(value)));
    return builder.build();
  }

  private NodeProto renamed(NodeProto node) {
    if (isUntouched(node.getInputList()) && isUntouched(node.getOutputList())) {
      return node;
    }
    return node.toBuilder()
        .clearInput()
        .clearOutput()
        .addAllInput(renamed(node.getInputList()))
        .addAllOutput(renamed(node.getOutputList()))
        .build();
  }

  private ValueInfoProto renamed(ValueInfoProto value) {
    String name = value.getName();
    return names.containsKey(name) ? value.toBuilder().setName(renamed(name)).build() : value;
  }

  private List<String> renamed(List<String> tensors) {
    return tensors.stream().map(this::renamed).toList();
  }

  private String renamed(String tensor) {
    return names.getOrDefault(tensor, tensor);
  }

  private boolean isUntouched(List<String> tensors) {
    return tensors.stream().noneMatch(names::containsKey);
  }
}
