package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rule that finds the hidden states by the graph's structure alone: a layer's hidden state is
 * the residual stream that enters its attention block.
 *
 * <p>It is whichever of {the block's input T, what was normalised to give T} is added again to what
 * comes out of the block: T itself where normalisation follows the sum (BERT), the normalisation's
 * input where it precedes the block (GPT-2). This is the meaning of {@code hidden_states} in
 * Hugging Face's models.
 */
final class ResidualStream {
  private static final Set<String> SUMS =
      Set.of("Add", "SkipLayerNormalization", "SkipSimplifiedLayerNormalization");

  private final GraphView graph;
  private final LayerNorms norms;

  ResidualStream(GraphView graph) {
    this.graph = graph;
    this.norms = new LayerNorms(graph);
  }

  /**
   * The tensors that enter the attention blocks, one per layer, first layer first.
   *
   * @throws UnsupportedGraphException if any is missing, ambiguous or found twice
   */
  List<String> entering() {
    List<String> states = new ArrayList<>();
    for (AttentionBlock block : new AttentionBlocks(graph).find()) {
      String state = entering(block);
      if (states.contains(state)) {
        throw new UnsupportedGraphException(
            "two attention blocks share the state '%s', the second at node '%s'"
                .formatted(state, block.anchor().getName()));
      }
      states.add(state);
    }
    return states;
  }

  private String entering(AttentionBlock block) {
    Set<String> after = downstream(block.anchor());
    List<String> candidates = new ArrayList<>(List.of(block.input()));
    norms.inputOf(block.input()).ifPresent(candidates::add);
    List<String> states =
        candidates.stream().filter(tensor -> isAddedTo(tensor, after)).distinct().toList();
    if (states.size() != 1) {
      throw new UnsupportedGraphException(
          "of %s, before the attention at node '%s', %s added again after it; exactly one must be"
              .formatted(
                  candidates,
                  block.anchor().getName(),
                  states.isEmpty() ? "none is" : "several are"));
    }
    return states.getFirst();
  }

  /** Whether the tensor is an operand of a sum whose other operand is one of these tensors. */
  private boolean isAddedTo(String tensor, Set<String> others) {
    return graph.consumers(tensor).stream()
        .filter(node -> SUMS.contains(node.getOpType()))
        .map(sum -> otherOperand(sum, tensor))
        .flatMap(Optional::stream)
        .anyMatch(others::contains);
  }

  private static Optional<String> otherOperand(NodeProto sum, String tensor) {
    if (sum.getInput(0).equals(tensor)) {
      return Optional.of(sum.getInput(1));
    }
    return sum.getInput(1).equals(tensor) ? Optional.of(sum.getInput(0)) : Optional.empty();
  }

  /** Every tensor that depends on the node. */
  private Set<String> downstream(NodeProto start) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(start.getOutputList());
    while (!open.isEmpty()) {
      String tensor = open.remove();
      if (!tensor.isEmpty() && reached.add(tensor)) {
        graph.consumers(tensor).forEach(node -> open.addAll(node.getOutputList()));
      }
    }
    return reached;
  }
}
