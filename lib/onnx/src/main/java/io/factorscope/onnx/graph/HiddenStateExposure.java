package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the hidden states of all layers outputs of a model, called {@code hidden_states.0} (the
 * embedding) to {@code hidden_states.L} (the last layer).
 *
 * <p>The tensors are there already: they are renamed and declared, no node is added, so that it
 * costs nothing when the model runs.
 */
public final class HiddenStateExposure {
  /** Key of the model's metadata that holds the names of the states, comma-separated. */
  public static final String METADATA_KEY = "hidden_states";

  private static final String TOKEN_IDS = "input_ids";

  private HiddenStateExposure() {}

  /**
   * The edited model; the given one is unchanged, and shares its weights with the result.
   *
   * @throws UnsupportedGraphException if the states can't be found beyond doubt, or would depend on
   *     the batch
   */
  public static ExposedModel of(ModelProto model) {
    GraphProto graph = model.getGraph();
    DynamicQuantization.refuse(graph);
    ValueInfoProto last = FinalState.of(graph);
    GraphView view = new GraphView(graph);
    List<String> tensors = new ArrayList<>(new ResidualStream(view).entering());
    tensors.add(last.getName());
    new ExporterScopes(view).confirm(tensors);
    Map<String, String> names = names(tensors, view);
    List<String> states = List.copyOf(names.values());
    GraphProto exposed = declare(new TensorRenaming(names).apply(graph), states, last);
    EmbeddingTables tables = new EmbeddingTables(view);
    return new ExposedModel(
        model.toBuilder().setGraph(exposed).addMetadataProps(metadata(states)).build(),
        states,
        tables.rowsIndexedBy(TOKEN_IDS),
        tables.positions());
  }

  private static Map<String, String> names(List<String> tensors, GraphView view) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String tensor : tensors) {
      String name = METADATA_KEY + "." + names.size();
      if (view.exists(name) && !tensors.contains(name)) {
        throw new UnsupportedGraphException(
            "it has a tensor called '%s' that is not the state of that layer".formatted(name));
      }
      names.put(tensor, name);
    }
    return names;
  }

  /** Adds what is not an output yet, with the type and shape of the last layer's state. */
  private static GraphProto declare(GraphProto graph, List<String> states, ValueInfoProto last) {
    List<String> declared = graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    GraphProto.Builder builder = graph.toBuilder();
    states.stream()
        .filter(state -> !declared.contains(state))
        .forEach(state -> builder.addOutput(last.toBuilder().setName(state)));
    return builder.build();
  }

  private static StringStringEntryProto metadata(List<String> states) {
    return StringStringEntryProto.newBuilder()
        .setKey(METADATA_KEY)
        .setValue(String.join(",", states))
        .build();
  }
}
