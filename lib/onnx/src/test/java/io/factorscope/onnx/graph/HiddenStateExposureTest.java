package io.factorscope.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.factorscope.onnx.graph.SyntheticEncoder.Variant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HiddenStateExposureTest {
  static Stream<List<Variant>> encoders() {
    return Stream.of(
        List.of(),
        List.of(Variant.SPELLED_OUT_NORM),
        List.of(Variant.PACKED),
        List.of(Variant.FUSED_ATTENTION),
        List.of(Variant.FUSED_SUM),
        List.of(Variant.FUSED_SUM, Variant.FUSED_ATTENTION),
        List.of(Variant.PRE_NORM),
        List.of(Variant.PRE_NORM, Variant.PACKED),
        List.of(Variant.PRE_NORM, Variant.SPELLED_OUT_NORM),
        List.of(Variant.PRE_NORM, Variant.PACKED, Variant.SPELLED_OUT_NORM),
        List.of(Variant.PRE_NORM, Variant.FUSED_ATTENTION));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encoders")
  void findsTheResidualStream(List<Variant> variants) {
    SyntheticEncoder encoder = new SyntheticEncoder(variants.toArray(Variant[]::new));

    List<String> entering =
        new ResidualStream(new GraphView(encoder.model().getGraph())).entering();

    assertThat(entering).containsExactlyElementsOf(encoder.states().subList(0, 2));
  }

  @Test
  void renamesTheStatesAndAddsNoNode() {
    ModelProto model = new SyntheticEncoder(Variant.PRE_NORM).model();

    ExposedModel exposed = HiddenStateExposure.of(model);

    GraphProto graph = exposed.model().getGraph();
    assertThat(exposed.states())
        .containsExactly("hidden_states.0", "hidden_states.1", "hidden_states.2");
    assertThat(graph.getOutputList())
        .extracting(output -> output.getName())
        .containsExactlyInAnyOrderElementsOf(exposed.states());
    assertThat(graph.getNodeCount()).isEqualTo(model.getGraph().getNodeCount());
    assertThat(graph.getInitializerList()).isEqualTo(model.getGraph().getInitializerList());
    assertThat(graph.getNodeList())
        .flatExtracting(NodeProto::getInputList)
        .doesNotContain("embedded", "state1");
  }

  @Test
  void writesTheNamesIntoTheMetadata() {
    ModelProto exposed = HiddenStateExposure.of(new SyntheticEncoder().model()).model();

    assertThat(exposed.getMetadataPropsList())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.getKey()).isEqualTo("hidden_states");
              assertThat(entry.getValue())
                  .isEqualTo("hidden_states.0,hidden_states.1,hidden_states.2");
            });
  }

  @Test
  void readsTheLimitsFromTheEmbeddingTables() {
    ExposedModel exposed = HiddenStateExposure.of(new SyntheticEncoder().model());

    assertThat(exposed.vocabulary()).hasValue(SyntheticEncoder.VOCABULARY);
    assertThat(exposed.positions()).hasValue(SyntheticEncoder.POSITIONS);
  }

  @Test
  void refusesAttentionToSomethingElse() {
    assertRefused(new SyntheticEncoder(Variant.CROSS_ATTENTION).model(), "instead of one tensor");
  }

  @Test
  void refusesAGraphWithoutAttention() {
    GraphWriter graph = new GraphWriter();
    String looked = graph.node("Gather", List.of(graph.weight(4, 8), graph.input("input_ids")));
    graph.named("last_hidden_state", "Relu", List.of(looked));
    graph.output("last_hidden_state", 8);

    assertRefused(graph.model(), "it has no attention");
  }

  @Test
  void refusesAttentionOutsideAResidualStream() {
    GraphWriter graph = new GraphWriter();
    String x = graph.node("Gather", List.of(graph.weight(4, 8), graph.input("input_ids")));
    String projected = graph.node("MatMul", List.of(x, graph.weight(8, 8)));
    graph.named("last_hidden_state", "Softmax", List.of(projected));
    graph.output("last_hidden_state", 8);

    assertRefused(graph.model(), "none is added again after it");
  }

  @Test
  void refusesWhenTheNamesDisagree() {
    ModelProto model =
        edited(
            new SyntheticEncoder().model(),
            node ->
                switch (node.getOutput(0)) {
                  case "norm_b1" -> named(node, "/embeddings/LayerNorm/LayerNormalization");
                  case "state1" -> named(node, "/encoder/layer.0/output/LayerNorm/Norm");
                  default -> node;
                });

    assertRefused(
        model,
        "disagree on the hidden states: by structure [embedded_norm, state1, last_hidden_state],"
            + " by name [norm_b1, state1]");
  }

  @Test
  void acceptsNamesThatAgree() {
    ModelProto model =
        edited(
            new SyntheticEncoder().model(),
            node ->
                switch (node.getOutput(0)) {
                  case "embedded_norm" -> named(node, "/0/embeddings/LayerNorm/Norm");
                  case "state1" -> named(node, "/0/encoder/layer.0/output/LayerNorm/Norm");
                  case "last_hidden_state" ->
                      named(node, "/0/encoder/layer.1/output/LayerNorm/Norm");
                  case "norm_b1" ->
                      named(node, "/0/encoder/layer.0/attention/output/LayerNorm/Norm");
                  default -> node;
                });

    assertThat(HiddenStateExposure.of(model).states()).hasSize(3);
  }

  @Test
  void refusesQuantisationWhileRunning() {
    ModelProto model =
        edited(
            new SyntheticEncoder().model(),
            node ->
                node.getOpType().equals("MatMul")
                    ? node.toBuilder().setOpType("MatMulInteger").build()
                    : node);

    assertRefused(model, "quantised to int8 while it runs (MatMulInteger)");
  }

  @Test
  void refusesHalfPrecision() {
    ModelProto.Builder model = new SyntheticEncoder().model().toBuilder();
    model
        .getGraphBuilder()
        .getOutputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(DataType.FLOAT16_VALUE);

    assertRefused(model.build(), "its output 'last_hidden_state' is FLOAT16");
  }

  @Test
  void refusesANameThatIsTaken() {
    ModelProto model =
        edited(
            new SyntheticEncoder().model(),
            node ->
                node.getOpType().equals("Shape")
                    ? node.toBuilder().setOutput(0, "hidden_states.1").build()
                    : node);

    assertRefused(model, "has a tensor called 'hidden_states.1'");
  }

  private static void assertRefused(ModelProto model, String reason) {
    assertThatThrownBy(() -> HiddenStateExposure.of(model))
        .isInstanceOf(UnsupportedGraphException.class)
        .hasMessageContaining(reason);
  }

  private static ModelProto edited(ModelProto model, UnaryOperator<NodeProto> edit) {
    GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
    model.getGraph().getNodeList().forEach(node -> graph.addNode(edit.apply(node)));
    return model.toBuilder().setGraph(graph).build();
  }

  private static NodeProto named(NodeProto node, String name) {
    return node.toBuilder().setName(name).build();
  }
}
