package io.factorscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HiddenStateModelTest {
  /** [CLS] the bank of the river , and the bank that lends money . [SEP]. */
  private static final long[] TEXT = {
    101, 1996, 2924, 1997, 1996, 2314, 1010, 1998, 1996, 2924, 2008, 18496, 2015, 2769, 1012, 102
  };

  private static final long[] SHORT_TEXT = {101, 6207, 4937, 102};

  static List<Arguments> models() {
    return List.of(
        Arguments.of("bge-small-en-v1.5", TestModels.bge(), 12),
        Arguments.of("all-minilm-l6-v2", TestModels.miniLm(), 6));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void knowsItsModel(String id, Path folder, int layers) {
    try (HiddenStateModel model = HiddenStateModel.open(folder, id, Device.CPU, 2)) {
      ModelInfo info = model.info();

      assertThat(info.id()).isEqualTo(id);
      assertThat(info.layers()).isEqualTo(layers);
      assertThat(info.width()).isEqualTo(384);
      assertThat(info.maxPositions()).isEqualTo(512);
      assertThat(info.contentHash()).matches("[0-9a-f]{64}");
      assertThat(model.device()).isEqualTo(Device.CPU);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void everyLayerIsThatOfBertComputedInPlainJava(String id, Path folder, int layers)
      throws IOException {
    List<double[][]> expected =
        new ReferenceBert(folder.resolve("model.onnx"), 12).hiddenStates(TEXT, layers);
    int[] all = IntStream.rangeClosed(0, layers).toArray();

    try (HiddenStateModel model = HiddenStateModel.open(folder, id, Device.CPU, 2);
        HiddenStates states = model.run(TEXT, new int[] {TEXT.length}, 1, TEXT.length, all)) {
      for (int layer : all) {
        for (int token = 0; token < TEXT.length; token++) {
          assertThat(states.vector(layer, 0, token))
              .as("layer %d, token %d", layer, token)
              .usingComparatorWithPrecision(1e-4f)
              .containsExactly(toFloats(expected.get(layer)[token]));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void lastLayerIsWhatTheUntouchedModelGives(String id, Path folder, int layers)
      throws OrtException {
    float[] expected = lastHiddenState(folder.resolve("model.onnx"), TEXT);

    try (HiddenStateModel model = HiddenStateModel.open(folder, id, Device.CPU, 2);
        HiddenStates states =
            model.run(TEXT, new int[] {TEXT.length}, 1, TEXT.length, new int[] {layers})) {
      assertThat(floats(states.layer(layers)))
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(expected);
    }
  }

  @Test
  void statesDoNotDependOnBatchPaddingOrRepetition() {
    int[] layers = {0, 5, 12};
    long[] batch = new long[3 * 40];
    System.arraycopy(SHORT_TEXT, 0, batch, 0, SHORT_TEXT.length);
    System.arraycopy(TEXT, 0, batch, 40, TEXT.length);
    Arrays.fill(batch, 80, 120, 2003);

    try (HiddenStateModel model = open(2);
        HiddenStates alone = model.run(TEXT, new int[] {TEXT.length}, 1, TEXT.length, layers);
        HiddenStates again = model.run(TEXT, new int[] {TEXT.length}, 1, TEXT.length, layers);
        HiddenStates padded =
            model.run(batch, new int[] {SHORT_TEXT.length, TEXT.length, 40}, 3, 40, layers)) {
      for (int layer : layers) {
        for (int token = 0; token < TEXT.length; token++) {
          float[] expected = alone.vector(layer, 0, token);
          assertThat(again.vector(layer, 0, token)).containsExactly(expected);
          assertThat(padded.vector(layer, 1, token)).containsExactly(expected);
        }
      }
    }
  }

  @Test
  void statesDoNotDependOnThreads() {
    int[] layers = {0, 6, 12};
    long[] batch = IntStream.range(0, 4 * 64).mapToLong(i -> 1000 + 37L * i).toArray();
    int[] lengths = {64, 31, 1, 50};

    try (HiddenStateModel one = open(1);
        HiddenStateModel two = open(2);
        HiddenStates byOne = one.run(batch, lengths, 4, 64, layers);
        HiddenStates byTwo = two.run(batch, lengths, 4, 64, layers)) {
      for (int layer : layers) {
        assertThat(floats(byOne.layer(layer))).containsExactly(floats(byTwo.layer(layer)));
      }
    }
  }

  @Test
  void givesOnlyTheLayersAskedForInThatOrder() {
    try (HiddenStateModel model = open(2);
        HiddenStates states = model.run(SHORT_TEXT, new int[] {4}, 1, 4, new int[] {12, 3})) {
      assertThat(states.layers()).containsExactly(12, 3);
      assertThat(states.layer(3).remaining()).isEqualTo(4 * 384);
      float[] first = new float[384];
      states.layer(12).get(first);
      assertThat(states.vector(12, 0, 0)).containsExactly(first);
      assertThatThrownBy(() -> states.layer(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("layer 0 was not asked for; there are [12, 3]");
    }
  }

  @Test
  void closedStatesAreNotReadable() {
    try (HiddenStateModel model = open(2)) {
      HiddenStates states = model.run(SHORT_TEXT, new int[] {4}, 1, 4, new int[] {0});
      states.close();
      states.close();

      assertThatThrownBy(() -> states.layer(0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void namesTheArgumentThatIsWrong() {
    int[] last = {12};
    try (HiddenStateModel model = open(2)) {
      assertRefused(model, new long[] {101, 30522}, 2, 1, 2, last, "ids[1] is 30522");
      assertRefused(model, new long[] {-1, 102}, 2, 1, 2, last, "ids[0] is -1");
      assertRefused(model, new long[] {101, 102}, 3, 1, 2, last, "lengths[0] is 3");
      assertRefused(model, new long[] {101, 102}, 0, 1, 2, last, "lengths[0] is 0");
      assertRefused(model, new long[] {101, 102}, 2, 1, 3, last, "ids holds 2 tokens");
      assertRefused(model, new long[513], 513, 1, 513, last, "at most 512 tokens");
      assertRefused(model, new long[] {101}, 1, 1, 1, new int[] {13}, "layers is [13]");
      assertRefused(model, new long[] {101}, 1, 1, 1, new int[] {}, "layers is []");
      assertRefused(model, new long[] {101}, 1, 1, 1, new int[] {2, 2}, "layers is [2, 2]");
    }
  }

  @Test
  void takesTheLongestInput() {
    long[] ids = new long[512];
    Arrays.fill(ids, 2003);
    try (HiddenStateModel model = open(2);
        HiddenStates states = model.run(ids, new int[] {512}, 1, 512, new int[] {12})) {
      assertThat(norm(states.vector(12, 0, 511))).isBetween(0.1f, 100f);
    }
  }

  private static void assertRefused(
      HiddenStateModel model,
      long[] ids,
      int trueLength,
      int batch,
      int length,
      int[] layers,
      String reason) {
    assertThatThrownBy(() -> model.run(ids, new int[] {trueLength}, batch, length, layers).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static HiddenStateModel open(int threads) {
    return HiddenStateModel.open(TestModels.bge(), "bge", Device.CPU, threads);
  }

  private static float[] lastHiddenState(Path file, long[] ids) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] mask = new long[ids.length];
    Arrays.fill(mask, 1);
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor idTensor = OnnxTensor.createTensor(environment, new long[][] {ids});
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, new long[][] {mask});
        OnnxTensor types = OnnxTensor.createTensor(environment, new long[1][ids.length]);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids",
                    idTensor,
                    "attention_mask",
                    maskTensor,
                    "token_type_ids",
                    types))) {
      return floats(((OnnxTensor) result.get("last_hidden_state").orElseThrow()).getFloatBuffer());
    }
  }

  private static float[] floats(FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static float norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return (float) Math.sqrt(sum);
  }
}
