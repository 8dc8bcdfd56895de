package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the attention blocks of a graph, in the order in which they run.
 *
 * <p>From the anchor of each block the graph is walked upwards to the nearest products with a
 * weight: the projections to queries and keys. What they all multiply is the block's input.
 */
final class AttentionBlocks {
  private static final Set<String> ANCHORS =
      Set.of(
          "Softmax",
          "Attention",
          "MultiHeadAttention",
          "GroupQueryAttention",
          "PackedAttention",
          "PackedMultiHeadAttention");

  private static final Set<String> PRODUCTS = Set.of("MatMul", "Gemm", "FusedMatMul", "FusedGemm");

  /** Operators that don't change what a state is. */
  private static final Set<String> SAME_STATE =
      Set.of("Cast", "DequantizeLinear", "Identity", "QuantizeLinear", "Reshape");

  private final GraphView graph;

  AttentionBlocks(GraphView graph) {
    this.graph = graph;
  }

  /**
   * All blocks, first layer first (the nodes of an ONNX graph are sorted topologically).
   *
   * @throws UnsupportedGraphException if there is none, or one has no single input
   */
  List<AttentionBlock> find() {
    List<AttentionBlock> blocks =
        graph.nodes().stream()
            .filter(node -> ANCHORS.contains(node.getOpType()))
            .map(anchor -> new AttentionBlock(anchor, inputOf(anchor)))
            .toList();
    if (blocks.isEmpty()) {
      throw new UnsupportedGraphException("it has no attention: neither a Softmax nor " + ANCHORS);
    }
    return blocks;
  }

  private String inputOf(NodeProto anchor) {
    Set<String> inputs = projected(anchor);
    if (inputs.size() != 1) {
      throw new UnsupportedGraphException(
          "the attention at node '%s' (%s) is made of %s instead of one tensor"
              .formatted(anchor.getName(), anchor.getOpType(), inputs.isEmpty() ? "none" : inputs));
    }
    return inputs.iterator().next();
  }

  /** What the nearest weight products above the anchor multiply. */
  private Set<String> projected(NodeProto anchor) {
    Set<String> found = new LinkedHashSet<>();
    Set<String> visited = new HashSet<>();
    Deque<NodeProto> open = new ArrayDeque<>(List.of(anchor));
    while (!open.isEmpty()) {
      NodeProto node = open.remove();
      if (multipliesByWeight(node)) {
        found.add(graph.seeThrough(node.getInput(0), SAME_STATE));
        continue;
      }
      for (String input : node.getInputList()) {
        if (visited.add(input)) {
          graph.producer(input).filter(AttentionBlocks::carriesData).ifPresent(open::add);
        }
      }
    }
    return found;
  }

  /** A fused attention may hold the projections itself: then its second input is their weight. */
  private boolean multipliesByWeight(NodeProto node) {
    boolean product =
        PRODUCTS.contains(node.getOpType())
            || node.getOpType().equals("Attention")
            || node.getOpType().equals("PackedAttention");
    return product && node.getInputCount() > 1 && graph.isConstant(node.getInput(1));
  }

  /** Sizes lead from one layer into earlier ones without any data flowing. */
  private static boolean carriesData(NodeProto node) {
    return !node.getOpType().equals("Shape") && !node.getOpType().equals("Size");
  }
}
