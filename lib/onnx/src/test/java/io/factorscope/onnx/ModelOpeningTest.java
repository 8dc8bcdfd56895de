package io.factorscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.CodedInputStream;
import io.factorscope.models.ModelException;
import io.factorscope.onnx.graph.SyntheticEncoder;
import io.factorscope.onnx.graph.SyntheticEncoder.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelOpeningTest {
  private static final long[] IDS = {3, 14, 15, 9, 2};

  @TempDir Path folder;

  static Stream<List<Variant>> encoders() {
    return Stream.of(
        List.of(),
        List.of(Variant.SPELLED_OUT_NORM),
        List.of(Variant.FUSED_SUM),
        List.of(Variant.PRE_NORM),
        List.of(Variant.PRE_NORM, Variant.PACKED, Variant.SPELLED_OUT_NORM));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encoders")
  void givesTheTensorsThatAreTheStates(List<Variant> variants) throws IOException, OrtException {
    SyntheticEncoder encoder = new SyntheticEncoder(variants.toArray(Variant[]::new));
    List<float[][][]> expected = tensors(encoder);

    try (HiddenStateModel model = open(encoder.model());
        HiddenStates states =
            model.run(IDS, new int[] {IDS.length}, 1, IDS.length, new int[] {0, 1, 2})) {
      assertThat(model.info().maxPositions()).isEqualTo(SyntheticEncoder.POSITIONS);
      for (int layer = 0; layer <= SyntheticEncoder.LAYERS; layer++) {
        for (int token = 0; token < IDS.length; token++) {
          assertThat(states.vector(layer, 0, token))
              .usingComparatorWithPrecision(1e-5f)
              .containsExactly(expected.get(layer)[0][token]);
        }
      }
    }
  }

  @Test
  void refusesAQuantisedModel() throws IOException {
    Path quantised = TestModels.unpack("all-minilm-l6-v2-q", folder);

    assertThatThrownBy(() -> HiddenStateModel.open(quantised, "q", Device.CPU, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.onnx can't be used: it is quantised to int8")
        .hasMessageContaining("DynamicQuantizeLinear")
        .hasMessageContaining("Use a float32 export");
  }

  @Test
  void refusesTheRealModelWithItsLayersNamedWrongly() throws IOException {
    CodedInputStream input =
        CodedInputStream.newInstance(Files.readAllBytes(TestModels.miniLm().resolve("model.onnx")));
    input.setSizeLimit(Integer.MAX_VALUE);
    ModelProto.Builder model = ModelProto.parseFrom(input).toBuilder();
    for (NodeProto.Builder node : model.getGraphBuilder().getNodeBuilderList()) {
      node.setName(node.getName().replace("layer.3/output/", "layer.3/attention/output/"));
    }

    assertThatThrownBy(() -> open(model.build()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("structure and exporter's names disagree");
  }

  @Test
  void namesTheMissingFile() throws IOException {
    assertRefused(folder.resolve("nowhere"), "There is no folder");
    assertRefused(folder, "model.onnx is missing");
    Files.write(folder.resolve("model.onnx"), new byte[] {1});
    assertRefused(folder, "tokenizer.json is missing");
  }

  @Test
  void refusesADamagedFile() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    Files.writeString(folder.resolve("model.onnx"), "this is no model");
    assertRefused(folder, "model.onnx is no ONNX model, or is cut off");

    byte[] whole = Files.readAllBytes(TestModels.miniLm().resolve("model.onnx"));
    Files.write(folder.resolve("model.onnx"), Arrays.copyOf(whole, whole.length / 2));
    assertRefused(folder, "model.onnx is no ONNX model, or is cut off");

    Files.write(folder.resolve("model.onnx"), new byte[0]);
    assertRefused(folder, "holds no ONNX graph");
  }

  @Test
  void refusesWeightsInOtherFiles() {
    ModelProto.Builder model = new SyntheticEncoder().model().toBuilder();
    model
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL);

    assertThatThrownBy(() -> open(model.build()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("keeps the weight");
  }

  @Test
  void refusesInputsThatItCanNotFill() {
    ModelProto.Builder model = new SyntheticEncoder().model().toBuilder();
    model
        .getGraphBuilder()
        .addInput(model.getGraph().getInput(0).toBuilder().setName("past_key_values"));

    assertThatThrownBy(() -> open(model.build()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("past_key_values");
  }

  @Test
  void reportsWhatOnnxRuntimeSaysOfAnInvalidGraph() {
    ModelProto.Builder model = new SyntheticEncoder().model().toBuilder();
    model.getGraphBuilder().getNodeBuilder(0).setOpType("NoSuchOperator");

    assertThatThrownBy(() -> open(model.build()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.onnx can't be loaded")
        .hasMessageContaining("NoSuchOperator");
  }

  private void assertRefused(Path path, String reason) {
    assertThatThrownBy(() -> HiddenStateModel.open(path, "test", Device.CPU, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(reason);
  }

  private HiddenStateModel open(ModelProto model) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    Files.write(folder.resolve("model.onnx"), model.toByteArray());
    return HiddenStateModel.open(folder, "test", Device.CPU, 1);
  }

  /** The states of the unedited graph, by declaring its own tensors as outputs. */
  private static List<float[][][]> tensors(SyntheticEncoder encoder) throws OrtException {
    ModelProto.Builder model = encoder.model().toBuilder();
    var last = model.getGraph().getOutput(0);
    encoder.states().stream()
        .filter(state -> !state.equals(last.getName()))
        .forEach(state -> model.getGraphBuilder().addOutput(last.toBuilder().setName(state)));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model.build().toByteArray());
        OnnxTensor ids = OnnxTensor.createTensor(environment, new long[][] {IDS});
        OnnxTensor mask = OnnxTensor.createTensor(environment, new long[][] {{1, 1, 1, 1, 1}});
        var result = session.run(Map.of("input_ids", ids, "attention_mask", mask))) {
      List<float[][][]> states = new ArrayList<>();
      for (String state : encoder.states()) {
        states.add((float[][][]) result.get(state).orElseThrow().getValue());
      }
      return states;
    }
  }
}
