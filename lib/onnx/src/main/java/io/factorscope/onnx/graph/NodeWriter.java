package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a graph operator by operator; tensors are known by their names. The graph of a loop's body
 * is written by a writer of its own and sees the tensors of the graph around it.
 */
final class NodeWriter {
  static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
  static final int LONG = TensorProto.DataType.INT64_VALUE;
  static final int BOOL = TensorProto.DataType.BOOL_VALUE;

  private final String name;
  private final GraphProto.Builder graph;
  private int tensors;

  /** A writer whose tensors have names of their own, beginning with this one. */
  NodeWriter(String name) {
    this.name = name;
    this.graph = GraphProto.newBuilder().setName(name);
  }

  /** Adds an operator with one output. */
  String op(String operator, List<String> inputs, AttributeProto... attributes) {
    return op(operator, inputs, 1, attributes).getFirst();
  }

  String op(String operator, String... inputs) {
    return op(operator, List.of(inputs));
  }

  /** Adds an operator with several outputs. */
  List<String> op(String operator, List<String> inputs, int outputs, AttributeProto... attributes) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addAllInput(inputs);
    for (int i = 0; i < outputs; i++) {
      node.addOutput(fresh());
    }
    graph.addNode(node.setName("at " + node.getOutput(0)).addAllAttribute(List.of(attributes)));
    return List.copyOf(node.getOutputList());
  }

  private String fresh() {
    return name + "." + tensors++;
  }

  /** A float of rank 0. */
  String constant(float value) {
    return initializer(TensorProto.newBuilder().setDataType(FLOAT).addFloatData(value));
  }

  /** A list of whole numbers, such as a shape. */
  String list(long... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(LONG).addDims(values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    return initializer(tensor);
  }

  private String initializer(TensorProto.Builder tensor) {
    String constant = fresh();
    graph.addInitializer(tensor.setName(constant));
    return constant;
  }

  /** Declares the next input of a loop's body; sizes are names. */
  String next(int type, String... shape) {
    return input(fresh(), type, shape);
  }

  /** Declares an input. */
  String input(String input, int type, String... shape) {
    graph.addInput(declared(input, type, shape));
    return input;
  }

  /** Makes a tensor the next output of a loop's body. */
  void result(String tensor, int type, String... shape) {
    output(fresh(), tensor, type, shape);
  }

  /** Makes a tensor an output under another name. */
  void output(String output, String tensor, int type, String... shape) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Identity")
            .setName("out " + output)
            .addInput(tensor)
            .addOutput(output));
    graph.addOutput(declared(output, type, shape));
  }

  private static ValueInfoProto declared(String tensor, int type, String... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (String size : sizes) {
      shape.addDimBuilder().setDimParam(size);
    }
    TypeProto.Tensor.Builder typed = TypeProto.Tensor.newBuilder().setElemType(type);
    return ValueInfoProto.newBuilder()
        .setName(tensor)
        .setType(TypeProto.newBuilder().setTensorType(typed.setShape(shape)))
        .build();
  }

  GraphProto graph() {
    return graph.build();
  }

  static AttributeProto whole(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto wholes(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  static AttributeProto body(GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName("body")
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(graph)
        .build();
  }
}
