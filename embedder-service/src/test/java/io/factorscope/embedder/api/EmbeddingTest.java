package io.factorscope.embedder.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.edge.calls.InvalidRequestException;
import io.factorscope.embedder.DirectStates;
import io.factorscope.embedder.TestModels;
import io.factorscope.embedder.states.ModelIdentity;
import io.factorscope.embedder.states.SharedModel;
import io.factorscope.embedder.states.StateRuns;
import io.factorscope.embedder.tokens.WordPieceTokenizer;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.EmbedInput;
import io.factorscope.v1.EmbedRequest;
import io.factorscope.v1.EmbedResponse;
import io.factorscope.v1.TokenIds;
import io.factorscope.wire.Vectors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddingTest {

  private static final int UNKNOWN = 100;
  private static final String TEXT = "🙂 The quick brown fox jumps over the lazy dog.";

  private static HiddenStateModel model;
  private static WordPieceTokenizer tokenizer;
  private static Embedding embedding;

  @BeforeAll
  static void open() {
    model = TestModels.open(TestModels.MINI_LM);
    tokenizer = WordPieceTokenizer.read(TestModels.tokenizer(TestModels.MINI_LM));
    SharedModel shared =
        new SharedModel(model, tokenizer.special().frame(), 0, new SimpleMeterRegistry());
    embedding =
        new Embedding(
            new StateRuns(shared, 100),
            new WindowCutter(tokenizer, 4),
            ModelIdentity.of(model.info()),
            List.of(0, 2, 4, 6),
            new EmbedLimits(3, 100));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void aTextIsCutIntoWindowsAndItsStatesAreTheModels() {
    List<EmbedResponse> responses = embed(text(TEXT));
    assertThat(responses).hasSize(3);
    for (EmbedResponse response : responses) {
      assertThat(response.getLayersList()).containsExactly(0, 2, 4, 6);
      assertThat(response.getWindows()).isEqualTo(3);
      assertThat(response.getStates().getType()).isEqualTo(ElementType.FLOAT16);
      List<Integer> ids = response.getSlice().getWindow().getTokenIdsList();
      assertRows(response, DirectStates.of(model, ids, response.getLayersList()), 2e-3f);
    }
    assertThat(responses.get(1).getSlice().getWindow().getIndex()).isEqualTo(1);
    int start = responses.getFirst().getSlice().getWindow().getStarts(1);
    assertThat(TEXT.substring(start)).startsWith("The");
  }

  @Test
  void chosenLayersAndPositionsInFullPrecision() {
    EmbedRequest request =
        EmbedRequest.newBuilder()
            .addInputs(EmbedInput.newBuilder().setText(TEXT).addPositions(9).addPositions(5))
            .addLayers(6)
            .addLayers(1)
            .setType(ElementType.FLOAT32)
            .build();
    List<EmbedResponse> responses = embed(request);
    assertThat(responses).hasSize(2);
    EmbedResponse first = responses.getFirst();
    assertThat(first.getLayersList()).containsExactly(1, 6);
    assertThat(first.getSlice().getWindow().getIndex()).isEqualTo(1);
    assertThat(first.getPositionsList()).containsExactly(1);
    assertThat(responses.get(1).getPositionsList()).containsExactly(1);
    float[][] all =
        DirectStates.of(
            model, first.getSlice().getWindow().getTokenIdsList(), first.getLayersList());
    assertRows(first, new float[][] {all[2], all[3]}, 0);
  }

  @Test
  void maskedTokensAreUnknownToTheModelOnly() {
    List<Integer> ids = List.of(1996, 4248, 2829, 4419);
    EmbedRequest request =
        EmbedRequest.newBuilder()
            .addInputs(
                EmbedInput.newBuilder()
                    .setTokens(TokenIds.newBuilder().addAllIds(ids))
                    .addMasked(2))
            .setType(ElementType.FLOAT32)
            .build();
    EmbedResponse response = embed(request).getFirst();
    assertThat(response.getSlice().getWindow().getTokenIdsList()).isEqualTo(ids);
    assertThat(response.getSlice().getWindow().getPiecesList())
        .containsExactly("the", "quick", "brown", "fox");
    List<Integer> masked = List.of(1996, 4248, UNKNOWN, 4419);
    assertRows(response, DirectStates.of(model, masked, response.getLayersList()), 0);
  }

  @Test
  void anInputWithoutTokensIsAnswered() {
    List<EmbedResponse> responses = embed(text(" "));
    assertThat(responses).hasSize(1);
    assertThat(responses.getFirst().getWindows()).isZero();
    assertThat(responses.getFirst().hasSlice()).isFalse();
  }

  @Test
  void answersComeInTheOrderOfInputs() {
    EmbedRequest request =
        text("one two three four five six").toBuilder()
            .addInputs(EmbedInput.newBuilder().setText(""))
            .addInputs(EmbedInput.newBuilder().setText("x"))
            .build();
    assertThat(embed(request).stream().map(EmbedResponse::getInput)).containsExactly(0, 0, 1, 2);
  }

  @Test
  void limitsAreNamed() {
    assertRefused(EmbedRequest.newBuilder(), "inputs: are 0, must be 1 to 3");
    assertRefused(text("x").toBuilder().setModel("other"), "model: is other, this service has");
    assertRefused(text("x").toBuilder().addLayers(7), "layers: has 7, must be 0 to 6");
    assertRefused(text("x").toBuilder().addLayers(1).addLayers(1), "must not repeat a layer");
    assertRefused(text("x").toBuilder().setType(ElementType.UINT16), "type: is UINT16");
    assertRefused(text("x ".repeat(101)).toBuilder(), "inputs: have over 100 tokens");
    assertRefused(text("x".repeat(32_769)).toBuilder(), "inputs[0].text: has 32769 characters");
    EmbedInput input = EmbedInput.newBuilder().setText("a b").addMasked(2).build();
    assertRefused(
        EmbedRequest.newBuilder().addInputs(input), "inputs[0].masked: has 2, the input has 2");
    assertRefused(
        EmbedRequest.newBuilder().addInputs(EmbedInput.getDefaultInstance()),
        "inputs[0]: is empty, must have text or tokens");
    TokenIds ids = TokenIds.newBuilder().addIds(30_522).build();
    assertRefused(
        EmbedRequest.newBuilder().addInputs(EmbedInput.newBuilder().setTokens(ids)),
        "inputs[0].tokens: has id 30522, must be under 30522");
    assertRefused(
        EmbedRequest.newBuilder()
            .addInputs(
                EmbedInput.newBuilder()
                    .setTokens(
                        TokenIds.newBuilder().addAllIds(java.util.Collections.nCopies(511, 7)))),
        "inputs[0].tokens: has 511 ids, must have at most 510");
  }

  private static void assertRefused(EmbedRequest.Builder request, String message) {
    assertThatThrownBy(() -> embed(request.build()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(message);
  }

  private static void assertRows(EmbedResponse response, float[][] expected, float tolerance) {
    float[] states = Vectors.unpack(response.getStates());
    assertThat(response.getStates().getRows()).isEqualTo(expected.length);
    for (int i = 0; i < states.length; i++) {
      float value = expected[i / expected[0].length][i % expected[0].length];
      assertThat(states[i])
          .isCloseTo(value, Offset.offset(tolerance * Math.max(1, Math.abs(value))));
    }
  }

  private static EmbedRequest text(String text) {
    return EmbedRequest.newBuilder().addInputs(EmbedInput.newBuilder().setText(text)).build();
  }

  private static List<EmbedResponse> embed(EmbedRequest request) {
    List<EmbedResponse> responses = new ArrayList<>();
    try {
      embedding.embed(request, responses::add);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return responses;
  }
}
