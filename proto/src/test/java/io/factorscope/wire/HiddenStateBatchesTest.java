package io.factorscope.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.v1.ElementType;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.PackedVectors;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HiddenStateBatchesTest {

  @Test
  void soundMessagesAreUnpacked() throws InvalidMessageException {
    assertThat(HiddenStateBatches.unpack(BatchMessages.states().build()))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(HiddenStateBatches.unpack(BatchMessages.noStates().build())).isEmpty();
  }

  @Test
  void whatIsAnsweredMustBeNamed() {
    refused(b -> b.clearDocument(), "document: is missing, must name the record of texts");
    refused(
        b -> b.setDocument(b.getDocument().toBuilder().setId("x".repeat(5_000))),
        "document.id: has 5000 characters, must have at most 4096");
    refused(
        b -> b.setDocument(b.getDocument().toBuilder().setSource("x".repeat(4_097))),
        "document.source: has 4097 characters, must have at most 4096");
  }

  @Test
  void thereAreRowsOrTheReasonForNone() {
    refused(b -> b.clearSlices(), "slices: is empty, must be some, or no_vectors must say why not");
    refused(
        b -> b.setNoVectors(NoVectors.getDefaultInstance()),
        "no_vectors: is set with 2 slices, must be set just if there are none");
    HiddenStateBatch.Builder none = BatchMessages.noStates();
    refused(none.setStates(PackedVectors.newBuilder().setRows(2)), "states.rows: is 2, must be 0");
    PackedVectors.Builder data = BatchMessages.states().getStates().toBuilder().setRows(0);
    refused(none.setStates(data), "states.data, bytes: is 24, must be 0");
  }

  @Test
  void rowsAreThoseOfSlicesAndLayers() {
    refused(b -> b.clearLayers(), "layers: is empty, must be those of the rows");
    refused(b -> b.addLayers(2), "layers: are [0, 2, 2], must ascend");
    refused(b -> b.clearLayers().addAllLayers(List.of(-1, 0)), "layers: are [-1, 0], must ascend");
    refused(
        b -> b.setSlices(0, b.getSlices(0).toBuilder().setEnd(9)),
        "slice: is [1, 9), must be within the window's 3 tokens");
    refused(
        b -> b.setSlices(0, b.getSlices(0).toBuilder().setFirst(3)),
        "slice: is [3, 3), must be within the window's 3 tokens");
    refused(
        b -> b.setSlices(0, b.getSlices(0).toBuilder().setFirst(-1)),
        "slice: is [-1, 3), must be within the window's 3 tokens");
    refused(states(s -> s.setRows(3)), "states.rows: is 3, must be 6");
    refused(states(s -> s.setRows(-1)), "states.rows: is 4294967295, must be 6");
  }

  @Test
  void statesAreOfTheModelsWidthAndWhole() {
    refused(states(s -> s.setWidth(3)), "states.width: is 3, must be 2");
    refused(b -> b.clearModel(), "model.width: is 0, must be from 1 to 2^31 - 1");
    refused(
        states(s -> s.setTypeValue(99)),
        "states.type: is UNRECOGNIZED, must be FLOAT16 or FLOAT32");
    refused(
        states(s -> s.setData(s.getData().substring(1))),
        "states.data: has 23 bytes, must have rows 6 x width 2 x 2 = 24");
  }

  @Test
  void statesAreFinite() throws InvalidMessageException {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] states = new float[12];
      states[7] = value;
      HiddenStateBatch bad =
          BatchMessages.states().setStates(Vectors.pack(states, 6, 2, ElementType.FLOAT32)).build();
      HiddenStateBatches.check(bad);
      assertThatThrownBy(() -> HiddenStateBatches.unpack(bad))
          .isInstanceOf(InvalidMessageException.class)
          .hasMessage("states.data: element 7 is no finite number");
    }
  }

  private static UnaryOperator<HiddenStateBatch.Builder> states(
      UnaryOperator<PackedVectors.Builder> fault) {
    return batch -> batch.setStates(fault.apply(batch.getStates().toBuilder()));
  }

  private static void refused(UnaryOperator<HiddenStateBatch.Builder> fault, String reason) {
    refused(fault.apply(BatchMessages.states()), reason);
  }

  private static void refused(HiddenStateBatch.Builder bad, String reason) {
    assertThatThrownBy(() -> HiddenStateBatches.check(bad.build()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessage(reason);
  }
}
