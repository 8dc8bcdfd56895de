package io.factorscope.embedder.api;

import io.factorscope.edge.calls.InvalidRequestException;
import io.factorscope.embedder.states.PackedStates;
import io.factorscope.embedder.states.Selection;
import io.factorscope.v1.EmbedResponse;
import io.factorscope.v1.Model;
import io.factorscope.v1.PackedVectors;
import io.factorscope.v1.Slice;
import io.factorscope.wire.MessageLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the messages that answer an Embed call, each under the limit for messages. */
record EmbedResponses(Model model) {

  /** The answer to an input without tokens. */
  EmbedResponse withoutTokens(int input, Selection selection) {
    return response(input, 0, selection).build();
  }

  /**
   * The answers for one window.
   *
   * @param windows of the input in all
   * @throws InvalidRequestException if the type can't hold a number of the states
   */
  List<EmbedResponse> of(
      EmbedPlan.Item item, int windows, PackedStates states, Selection selection) {
    states
        .problem()
        .ifPresent(
            problem -> {
              throw new InvalidRequestException(problem + "; ask for type FLOAT32");
            });
    int perToken = selection.bytesPerToken(model.getWidth());
    int room = MessageLimits.MAX_SLICES_BYTES - item.window().getSerializedSize();
    int fitting = Math.max(1, room / perToken);
    List<EmbedResponse> responses = new ArrayList<>();
    for (int first = 0; first < states.tokens(); first += fitting) {
      int end = Math.min(states.tokens(), first + fitting);
      responses.add(part(item, windows, states, selection, first, end));
    }
    return responses;
  }

  /** The states of the wanted tokens from {@code first} to before {@code end}. */
  private EmbedResponse part(
      EmbedPlan.Item item,
      int windows,
      PackedStates states,
      Selection selection,
      int first,
      int end) {
    int[] positions = Arrays.copyOfRange(item.request().positions(), first, end);
    return response(item.input(), windows, selection)
        .setSlice(
            Slice.newBuilder()
                .setWindow(item.window())
                .setFirst(positions[0])
                .setEnd(positions[positions.length - 1] + 1))
        .addAllPositions(Arrays.stream(positions).boxed().collect(Collectors.toList()))
        .setStates(
            PackedVectors.newBuilder()
                .setType(selection.type())
                .setRows(positions.length * selection.layers().size())
                .setWidth(model.getWidth())
                .setData(states.rows(first, end)))
        .build();
  }

  private EmbedResponse.Builder response(int input, int windows, Selection selection) {
    return EmbedResponse.newBuilder()
        .setModel(model)
        .setInput(input)
        .addAllLayers(selection.layers())
        .setWindows(windows);
  }
}
