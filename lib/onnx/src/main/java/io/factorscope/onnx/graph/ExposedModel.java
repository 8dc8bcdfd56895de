package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.List;
import java.util.OptionalInt;

/**
 * A model whose hidden states are outputs.
 *
 * @param model the edited model
 * @param states the outputs that carry the states, layer 0 (embedding) first
 * @param vocabulary rows of the token table, where it was found: ids must be lower
 * @param positions rows of the position table, where it was found: the longest input
 */
public record ExposedModel(
    ModelProto model, List<String> states, OptionalInt vocabulary, OptionalInt positions) {
  public ExposedModel {
    states = List.copyOf(states);
  }
}
