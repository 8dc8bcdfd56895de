package io.factorscope.embedder.api;

import io.factorscope.edge.calls.InvalidRequestException;
import io.factorscope.embedder.states.Selection;
import io.factorscope.embedder.states.WindowRequest;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.EmbedInput;
import io.factorscope.v1.EmbedRequest;
import io.factorscope.v1.Model;
import io.factorscope.v1.Window;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Checks Embed requests and cuts their inputs into windows. */
final class EmbedPlanner {

  private final Model model;
  private final List<Integer> streamLayers;
  private final EmbedSources sources;
  private final EmbedLimits limits;
  private final int unknown;

  /**
   * @param streamLayers what is meant when no layers are named
   * @param unknown id that stands for a masked token
   */
  EmbedPlanner(
      Model model,
      List<Integer> streamLayers,
      EmbedSources sources,
      EmbedLimits limits,
      int unknown) {
    this.model = model;
    this.streamLayers = streamLayers;
    this.sources = sources;
    this.limits = limits;
    this.unknown = unknown;
  }

  /**
   * What to do for a request.
   *
   * @throws InvalidRequestException if it breaks a rule
   */
  EmbedPlan plan(EmbedRequest request) {
    if (!request.getModel().isEmpty() && !request.getModel().equals(model.getId())) {
      throw new InvalidRequestException(
          "model: is %s, this service has %s".formatted(request.getModel(), model.getId()));
    }
    int inputs = request.getInputsCount();
    if (inputs == 0 || inputs > limits.maxInputs()) {
      throw new InvalidRequestException(
          "inputs: are %d, must be 1 to %d".formatted(inputs, limits.maxInputs()));
    }
    List<Integer> windows = new ArrayList<>(inputs);
    List<EmbedPlan.Item> items = new ArrayList<>();
    int tokens = 0;
    for (int i = 0; i < inputs; i++) {
      EmbedSource source = sources.read(i, request.getInputs(i));
      tokens += source.tokens();
      checkTokens(tokens);
      windows.add(source.windows().size());
      items.addAll(items(i, request.getInputs(i), source));
    }
    return new EmbedPlan(selection(request), windows, items);
  }

  private Selection selection(EmbedRequest request) {
    ElementType type = request.getType();
    if (type == ElementType.ELEMENT_TYPE_UNSPECIFIED) {
      type = ElementType.FLOAT16;
    }
    if (type != ElementType.FLOAT16 && type != ElementType.FLOAT32) {
      throw new InvalidRequestException("type: is " + type + ", must be FLOAT16 or FLOAT32");
    }
    if (request.getLayersCount() == 0) {
      return new Selection(streamLayers, type);
    }
    for (int layer : request.getLayersList()) {
      if (layer < 0 || layer > model.getDepth()) {
        throw new InvalidRequestException(
            "layers: has %s, must be 0 to %d"
                .formatted(Integer.toUnsignedString(layer), model.getDepth()));
      }
    }
    List<Integer> layers = request.getLayersList().stream().distinct().sorted().toList();
    if (layers.size() < request.getLayersCount()) {
      throw new InvalidRequestException(
          "layers: is %s, must not repeat a layer".formatted(request.getLayersList()));
    }
    return new Selection(layers, type);
  }

  private void checkTokens(int tokens) {
    if (tokens > limits.maxTokens()) {
      throw new InvalidRequestException(
          "inputs: have over %d tokens, the limit for one call".formatted(limits.maxTokens()));
    }
  }

  /** The windows of an input in which a position is wanted. */
  private List<EmbedPlan.Item> items(int index, EmbedInput input, EmbedSource source) {
    int tokens = source.tokens();
    BitSet masked = positions(index, "masked", input.getMaskedList(), tokens);
    BitSet wanted = positions(index, "positions", input.getPositionsList(), tokens);
    if (input.getPositionsCount() == 0) {
      wanted.set(0, tokens);
    }
    List<EmbedPlan.Item> items = new ArrayList<>();
    int first = 0;
    for (Window window : source.windows()) {
      int size = window.getTokenIdsCount();
      int[] positions = wanted.get(first, first + size).stream().toArray();
      if (positions.length > 0) {
        int[] ids = ids(window, masked.get(first, first + size));
        items.add(new EmbedPlan.Item(index, window, new WindowRequest(ids, positions)));
      }
      first += size;
    }
    return items;
  }

  private int[] ids(Window window, BitSet masked) {
    return IntStream.range(0, window.getTokenIdsCount())
        .map(i -> masked.get(i) ? unknown : window.getTokenIds(i))
        .toArray();
  }

  private static BitSet positions(int input, String field, List<Integer> values, int tokens) {
    BitSet positions = new BitSet(tokens);
    for (int value : values) {
      if (value < 0 || value >= tokens) {
        throw new InvalidRequestException(
            "inputs[%d].%s: has %s, the input has %d tokens"
                .formatted(input, field, Integer.toUnsignedString(value), tokens));
      }
      positions.set(value);
    }
    return positions;
  }
}
