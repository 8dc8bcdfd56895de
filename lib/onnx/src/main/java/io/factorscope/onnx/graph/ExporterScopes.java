package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the exporter's names say about the hidden states: PyTorch names every node by the module
 * that it belongs to, so the last node of a layer's closing normalisation makes the layer's state.
 *
 * <p>Only a second opinion on {@link ResidualStream}, never the rule: names are a habit of one
 * exporter, and only of models that were written with these module names.
 */
final class ExporterScopes {
  private static final Pattern EMBEDDING = Pattern.compile("embeddings/LayerNorm/");
  private static final Pattern LAYER =
      Pattern.compile(
          "encoder/layer\\.(\\d+)/output/LayerNorm/|transformer/layer\\.(\\d+)/output_layer_norm/");

  private final GraphView graph;

  ExporterScopes(GraphView graph) {
    this.graph = graph;
  }

  /** The hidden states by name, layer 0 (embedding) first; empty if no name is known. */
  List<String> states() {
    SortedMap<Integer, String> byLayer = new TreeMap<>();
    for (NodeProto node : graph.nodes()) {
      int layer = layerOf(node);
      if (layer >= 0) {
        byLayer.put(layer, node.getOutput(0));
      }
    }
    return List.copyOf(byLayer.values());
  }

  /**
   * Compares with what the structure says.
   *
   * @throws UnsupportedGraphException if there are names, and they name other tensors
   */
  void confirm(List<String> structural) {
    List<String> named = states();
    if (!named.isEmpty() && !named.equals(structural)) {
      throw new UnsupportedGraphException(
          "structure and exporter's names disagree on the hidden states: by structure %s, by name %s"
              .formatted(structural, named));
    }
  }

  /** The layer whose state the node's scope makes; -1 for all other nodes. */
  private static int layerOf(NodeProto node) {
    String scope = node.getName().isEmpty() ? node.getOutput(0) : node.getName();
    if (EMBEDDING.matcher(scope).find()) {
      return 0;
    }
    Matcher layer = LAYER.matcher(scope);
    if (!layer.find()) {
      return -1;
    }
    String number = layer.group(1) == null ? layer.group(2) : layer.group(1);
    return Integer.parseInt(number) + 1;
  }
}
