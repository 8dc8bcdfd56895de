package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;

/** Finds the last layer's state among the graph's outputs: [batch, length, width] in float32. */
final class FinalState {
  private static final String USUAL_NAME = "last_hidden_state";
  private static final int RANK = 3;

  private FinalState() {}

  /**
   * The output of rank 3; where there are several, the one of the usual name.
   *
   * @throws UnsupportedGraphException if none or several would do, or it is not float32
   */
  static ValueInfoProto of(GraphProto graph) {
    List<ValueInfoProto> outputs =
        graph.getOutputList().stream().filter(FinalState::hasStateRank).toList();
    ValueInfoProto state =
        outputs.size() == 1
            ? outputs.getFirst()
            : outputs.stream()
                .filter(output -> output.getName().equals(USUAL_NAME))
                .findFirst()
                .orElseThrow(() -> noSingleOutput(outputs));
    int type = state.getType().getTensorType().getElemType();
    if (type != DataType.FLOAT_VALUE) {
      throw new UnsupportedGraphException(
          "its output '%s' is %s; only FLOAT (float32) states are read"
              .formatted(state.getName(), DataType.forNumber(type)));
    }
    return state;
  }

  private static boolean hasStateRank(ValueInfoProto output) {
    return output.getType().getTensorType().getShape().getDimCount() == RANK;
  }

  private static UnsupportedGraphException noSingleOutput(List<ValueInfoProto> outputs) {
    return new UnsupportedGraphException(
        "of its outputs, %s have the shape [batch, length, width] and none is called '%s'"
            .formatted(outputs.stream().map(ValueInfoProto::getName).toList(), USUAL_NAME));
  }
}
