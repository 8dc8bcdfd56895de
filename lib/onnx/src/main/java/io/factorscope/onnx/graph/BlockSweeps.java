package io.factorscope.onnx.graph;

import static io.factorscope.onnx.graph.NodeWriter.FLOAT;
import static io.factorscope.onnx.graph.NodeWriter.body;
import static io.factorscope.onnx.graph.NodeWriter.whole;
import static io.factorscope.onnx.graph.NodeWriter.wholes;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.List;

/**
 * Sweeps over blocks of atoms: in each block a few accelerated proximal steps (FISTA, Beck and
 * Teboulle 2009, section 4) with the block's own Gram matrix G and step s, then the residual
 * follows. A block's largest eigenvalue is far below the whole dictionary's, so its steps are long.
 * The momentum starts again in every block: none is carried that could point uphill.
 */
final class BlockSweeps {
  private static final int SWEEPS = 3;
  private static final int STEPS = 4;

  private final String blocks;
  private final String scaled;
  private final String shrunk;
  private final String limits;

  /** Codes [n][m] and their residuals x - a D [n][d]. */
  record Position(String codes, String residuals) {}

  /**
   * Writes what all sweeps share.
   *
   * @param blocks atoms [blocks][block][d]
   * @param steps [blocks][1][1]
   */
  BlockSweeps(NodeWriter graph, String blocks, String steps) {
    this.blocks = blocks;
    this.scaled =
        graph.op("Transpose", List.of(graph.op("Mul", blocks, steps)), wholes("perm", 0, 2, 1));
    String gram = graph.op("MatMul", blocks, scaled);
    String square =
        graph.op("ConstantOfShape", graph.op("Shape", List.of(gram), whole("start", 1)));
    this.shrunk = graph.op("Sub", graph.op("EyeLike", square), gram);
    this.limits = graph.op("Mul", steps, ProximalModel.LAMBDA);
  }

  Position write(NodeWriter graph, Position from) {
    String counts = graph.op("Shape", List.of(shrunk), whole("end", 2));
    String shape = graph.op("Concat", List.of(graph.list(-1), counts), whole("axis", 0));
    String codes = swap(graph, graph.op("Reshape", from.codes(), shape));
    String residuals = from.residuals();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      List<String> swept =
          graph.op(
              "Scan",
              List.of(residuals, codes, blocks, scaled, shrunk, limits),
              2,
              body(block("block" + sweep)),
              whole("num_scan_inputs", 5));
      residuals = swept.getFirst();
      codes = swept.getLast();
    }
    return new Position(graph.op("Reshape", swap(graph, codes), graph.list(0, -1)), residuals);
  }

  /** From rows of blocks to blocks of rows, and back. */
  private static String swap(NodeWriter graph, String codes) {
    return graph.op("Transpose", List.of(codes), wholes("perm", 1, 0, 2));
  }

  /** One step from y is relu(y (I - s G) + h), with h of where the block began. */
  private static GraphProto block(String name) {
    NodeWriter block = new NodeWriter(name);
    String residual = block.next(FLOAT, "n", "d");
    String code = block.next(FLOAT, "n", "block");
    String atoms = block.next(FLOAT, "block", "d");
    String scaled = block.next(FLOAT, "d", "block");
    String shrunk = block.next(FLOAT, "block", "block");
    String limit = block.next(FLOAT, "1", "1");
    String gradient = block.op("Sub", block.op("MatMul", residual, scaled), limit);
    String moved = block.op("Add", code, gradient);
    String h = block.op("Sub", moved, block.op("MatMul", code, shrunk));
    String next = accelerated(block, block.op("Relu", moved), shrunk, h);
    String change = block.op("MatMul", block.op("Sub", next, code), atoms);
    block.result(block.op("Sub", residual, change), FLOAT, "n", "d");
    block.result(next, FLOAT, "n", "block");
    return block.graph();
  }

  /** The steps after the first; the paper's first momentum is none. */
  private static String accelerated(NodeWriter block, String first, String shrunk, String h) {
    String before = first;
    String now = first;
    double momentum = 1;
    for (int step = 1; step < STEPS; step++) {
      double next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      String ahead = step == 1 ? now : ahead(block, before, now, (momentum - 1) / next);
      before = now;
      now = block.op("Relu", block.op("Add", block.op("MatMul", ahead, shrunk), h));
      momentum = next;
    }
    return now;
  }

  private static String ahead(NodeWriter block, String before, String now, double share) {
    String change = block.op("Sub", now, before);
    return block.op("Add", now, block.op("Mul", change, block.constant((float) share)));
  }
}
