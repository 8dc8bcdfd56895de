package io.factorscope.embedder.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.embedder.TestModels;
import io.factorscope.embedder.tokens.SpecialTokens;
import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.onnx.HiddenStates;
import io.factorscope.v1.ElementType;
import io.factorscope.wire.Vectors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedModelTest {

  private static final Selection LAST = new Selection(List.of(6), ElementType.FLOAT32);
  private static final int[] IDS = {1996, 4248, 2829};

  @Test
  void windowsStandBetweenSpecialTokensOrAlone() throws InterruptedException {
    try (HiddenStateModel model = TestModels.open(TestModels.MINI_LM)) {
      SpecialTokens.Frame frame = new SpecialTokens.Frame(List.of(101), List.of(102));
      assertThat(first(model, frame))
          .isEqualTo(vector(model, new long[] {101, 1996, 4248, 2829, 102}, 1));
      assertThat(first(model, SpecialTokens.Frame.NONE))
          .isEqualTo(vector(model, new long[] {1996, 4248, 2829}, 0));
    }
  }

  @Test
  void resultsComeInTheOrderOfRequests() throws InterruptedException {
    try (HiddenStateModel model = TestModels.open(TestModels.MINI_LM)) {
      SharedModel shared =
          new SharedModel(model, SpecialTokens.Frame.NONE, 0, new SimpleMeterRegistry());
      List<WindowRequest> requests =
          List.of(
              WindowRequest.all(new int[] {1996}),
              WindowRequest.all(IDS),
              WindowRequest.all(new int[] {4248, 2829}));
      List<PackedStates> states = new StateRuns(shared, 4).run(requests, LAST, ModelUser.CALL);
      assertThat(states.stream().map(PackedStates::tokens)).containsExactly(1, 3, 2);
      assertThat(unpack(states.get(2))).startsWith(vector(model, new long[] {4248, 2829}, 0));
    }
  }

  private static float[] first(HiddenStateModel model, SpecialTokens.Frame frame)
      throws InterruptedException {
    SharedModel shared = new SharedModel(model, frame, 0, new SimpleMeterRegistry());
    WindowRequest request = new WindowRequest(IDS, new int[] {0});
    return unpack(shared.run(List.of(request), LAST, ModelUser.STREAM).getFirst());
  }

  private static float[] unpack(PackedStates states) {
    byte[] rows = states.rows(0, states.tokens()).toByteArray();
    return Vectors.unpack(Vectors.message(rows, states.tokens(), 384, ElementType.FLOAT32));
  }

  private static float[] vector(HiddenStateModel model, long[] ids, int token) {
    try (HiddenStates states =
        model.run(ids, new int[] {ids.length}, 1, ids.length, new int[] {6})) {
      return states.vector(6, 0, token);
    }
  }
}
