package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes small ONNX graphs for tests, node by node. */
final class GraphWriter {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("synthetic");
  private final Random random = new Random(7);
  private int names;

  /** Adds a node and gives the name of its only output. */
  String node(String operator, List<String> inputs, AttributeProto... attributes) {
    return named(operator.toLowerCase(Locale.ROOT) + "_" + names++, operator, inputs, attributes);
  }

  /** Adds a node whose only output has this name. */
  String named(String output, String operator, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(build(operator, inputs, List.of(output), attributes));
    return output;
  }

  /** Adds a node with several outputs. */
  List<String> node(
      String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    graph.addNode(build(operator, inputs, outputs, attributes));
    return outputs;
  }

  private static NodeProto build(
      String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    boolean microsoft = operator.startsWith("Skip") || operator.equals("Attention");
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setDomain(microsoft ? "com.microsoft" : "")
        .setName("at_" + outputs.getFirst())
        .addAllInput(inputs)
        .addAllOutput(outputs)
        .addAllAttribute(Arrays.asList(attributes))
        .build();
  }

  /** A weight of small random numbers. */
  String weight(long... shape) {
    TensorProto.Builder tensor = tensor(shape).setDataType(TensorProto.DataType.FLOAT_VALUE);
    long size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    for (long i = 0; i < size; i++) {
      tensor.addFloatData((float) random.nextGaussian() * 0.3f);
    }
    return add(tensor);
  }

  String constant(float value) {
    return add(tensor().setDataType(TensorProto.DataType.FLOAT_VALUE).addFloatData(value));
  }

  /** A list of whole numbers, such as a shape. */
  String list(long... values) {
    TensorProto.Builder tensor =
        tensor(values.length).setDataType(TensorProto.DataType.INT64_VALUE);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    return add(tensor);
  }

  /** A whole number of rank 0. */
  String number(long value) {
    return add(tensor().setDataType(TensorProto.DataType.INT64_VALUE).addInt64Data(value));
  }

  private static TensorProto.Builder tensor(long... shape) {
    TensorProto.Builder tensor = TensorProto.newBuilder();
    Arrays.stream(shape).forEach(tensor::addDims);
    return tensor;
  }

  private String add(TensorProto.Builder tensor) {
    String name = "w_" + names++;
    graph.addInitializer(tensor.setName(name));
    return name;
  }

  /** A graph input of shape [batch, length] of token ids or the like. */
  String input(String name) {
    graph.addInput(declared(name, TensorProto.DataType.INT64_VALUE, 0));
    return name;
  }

  /** A graph output [batch, length, width] of float32. */
  void output(String name, int width) {
    graph.addOutput(declared(name, TensorProto.DataType.FLOAT_VALUE, width));
  }

  private static ValueInfoProto declared(String name, int type, int width) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("batch");
    shape.addDimBuilder().setDimParam("length");
    if (width > 0) {
      shape.addDimBuilder().setDimValue(width);
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  ModelProto model() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
        .setGraph(graph)
        .build();
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto attribute(String name, long[] values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }
}
