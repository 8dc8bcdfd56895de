package io.factorscope.onnx.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/** The tables that the embedding looks tokens and positions up in. Their heights are limits. */
final class EmbeddingTables {
  private static final Set<String> SAME_INDEX = Set.of("Cast", "Identity");
  private static final int RANK = 2;

  private final GraphView graph;
  private final Set<String> inputs;

  EmbeddingTables(GraphView graph) {
    this.graph = graph;
    this.inputs =
        new HashSet<>(graph.graph().getInputList().stream().map(i -> i.getName()).toList());
  }

  /** Rows of the table that is indexed by this input of the graph. */
  OptionalInt rowsIndexedBy(String input) {
    return graph.nodes().stream()
        .filter(this::looksUp)
        .filter(gather -> graph.seeThrough(gather.getInput(1), SAME_INDEX).equals(input))
        .mapToInt(this::rows)
        .findFirst();
  }

  /**
   * Rows of the table that is indexed by position: by something that depends on the size of the
   * inputs, not on what they hold. The table of token types, lower than it, may be indexed so too.
   */
  OptionalInt positions() {
    return graph.nodes().stream()
        .filter(this::looksUp)
        .filter(gather -> !dependsOnInput(gather.getInput(1)))
        .mapToInt(this::rows)
        .max();
  }

  private boolean looksUp(NodeProto node) {
    return node.getOpType().equals("Gather")
        && graph.initializer(node.getInput(0)).map(TensorProto::getDimsCount).orElse(0) == RANK
        && !graph.isConstant(node.getInput(1));
  }

  private int rows(NodeProto gather) {
    return Math.toIntExact(graph.initializer(gather.getInput(0)).orElseThrow().getDims(0));
  }

  private boolean dependsOnInput(String tensor) {
    Set<String> visited = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(tensor));
    while (!open.isEmpty()) {
      String next = open.remove();
      if (inputs.contains(next)) {
        return true;
      }
      graph
          .producer(next)
          .filter(node -> !node.getOpType().equals("Shape"))
          .ifPresent(node -> node.getInputList().stream().filter(visited::add).forEach(open::add));
    }
    return false;
  }
}
