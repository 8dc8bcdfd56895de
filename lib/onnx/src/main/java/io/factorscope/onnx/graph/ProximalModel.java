package io.factorscope.onnx.graph;

import static io.factorscope.onnx.graph.NodeWriter.BOOL;
import static io.factorscope.onnx.graph.NodeWriter.FLOAT;
import static io.factorscope.onnx.graph.NodeWriter.LONG;
import static io.factorscope.onnx.graph.NodeWriter.body;
import static io.factorscope.onnx.graph.NodeWriter.whole;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.List;

/**
 * The non-negative lasso, {@code argmin over a >= 0 of 0.5 ||x - a D||^2 + lambda sum(a)}, for many
 * states x at once, as an ONNX model built in code. The dictionary D is an input.
 *
 * <p>One {@code Loop}: some {@link BlockSweeps}, then a look at the duality gap of every row. Rows
 * that have reached the goal are put away and take no more part: so what comes out for a row does
 * not depend on the rows beside it, and time goes where it is needed. Only the largest activations
 * of each row come out, and how many there are.
 */
public final class ProximalModel {
  /** States to code, float32 [n][d]. */
  public static final String STATES = "states";

  /** The dictionary, dealt into blocks of unlike atoms, float32 [blocks][block][d]. */
  public static final String ATOMS = "atoms";

  /**
   * Length of a gradient step in each block: at most 1 / the largest eigenvalue of its Gram matrix,
   * float32 [blocks][1][1].
   */
  public static final String STEPS = "steps";

  /** Weight of the penalty, float32. */
  public static final String LAMBDA = "lambda";

  /** The relative duality gap at which a row is done, float32. */
  public static final String GOAL = "goal";

  /** Maximum number of rounds, int64. */
  public static final String ROUNDS = "rounds";

  /** Maximum number of factors of a code that come out, k, int64 [1]. */
  public static final String ROOM = "room";

  /** Activations of the k largest factors, descending, float32 [n][k]. */
  public static final String ACTIVATIONS = "activations";

  /** Those factors, int64 [n][k]. */
  public static final String FACTORS = "factors";

  /** How many factors are above zero, int64 [n]; more than k did not all come out. */
  public static final String SUPPORTS = "supports";

  /**
   * Rows of zeros that stay to the end: ONNX Runtime adds the products of a single row in another
   * order.
   */
  private static final int STAYING = 2;

  private final NodeWriter graph = new NodeWriter("lasso");
  private final BlockSweeps sweeps;
  private final String atoms;
  private final String across;

  private ProximalModel() {
    graph.input(STATES, FLOAT, "n", "d");
    graph.input(ATOMS, FLOAT, "blocks", "block", "d");
    graph.input(STEPS, FLOAT, "blocks", "1", "1");
    graph.input(LAMBDA, FLOAT);
    graph.input(GOAL, FLOAT);
    graph.input(ROUNDS, LONG);
    graph.input(ROOM, LONG, "1");
    sweeps = new BlockSweeps(graph, ATOMS, STEPS);
    String width = graph.op("Shape", List.of(ATOMS), whole("start", 2));
    String flat = graph.op("Concat", List.of(graph.list(-1), width), whole("axis", 0));
    atoms = graph.op("Reshape", ATOMS, flat);
    across = graph.op("Transpose", atoms);
  }

  /** The model. */
  public static ModelProto build() {
    ProximalModel model = new ProximalModel();
    model.reduce(model.solve(model.withRowsOfZeros()));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("factorscope")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
        .setGraph(model.graph.graph())
        .build();
  }

  private String withRowsOfZeros() {
    String width = graph.op("Shape", List.of(STATES), whole("start", 1));
    String shape = graph.op("Concat", List.of(graph.list(STAYING), width), whole("axis", 0));
    return graph.op(
        "Concat", List.of(graph.op("ConstantOfShape", shape), STATES), whole("axis", 0));
  }

  /** All codes [n][m], without the rows of zeros. */
  private String solve(String states) {
    String rows = graph.op("Shape", List.of(states), whole("end", 1));
    String factors = graph.op("Shape", List.of(atoms), whole("end", 1));
    String shape = graph.op("Concat", List.of(rows, factors), whole("axis", 0));
    String zeros = graph.op("ConstantOfShape", shape);
    String ones = graph.op("Expand", graph.constant(1), rows);
    String places = graph.op("Squeeze", graph.op("NonZero", ones), graph.list(0));
    String squares = OpenRows.squares(graph, states);
    List<String> loop =
        graph.op(
            "Loop",
            List.of(ROUNDS, "", zeros, places, states, squares, zeros, states),
            6,
            body(round()));
    return graph.op(
        "Slice", loop.getFirst(), graph.list(STAYING), graph.list(Long.MAX_VALUE), graph.list(0));
  }

  private GraphProto round() {
    NodeWriter round = new NodeWriter("round");
    round.next(LONG);
    round.next(BOOL);
    String all = round.next(FLOAT, "n", "m");
    String places = round.next(LONG, "r");
    String states = round.next(FLOAT, "r", "d");
    String squares = round.next(FLOAT, "r", "1");
    String codes = round.next(FLOAT, "r", "m");
    String carried = round.next(FLOAT, "r", "d");
    String swept = sweeps.write(round, new BlockSweeps.Position(codes, carried)).codes();
    // The residual that the sweeps carried has rounded too often.
    String residuals = round.op("Sub", states, round.op("MatMul", swept, atoms));
    String correlations = round.op("MatMul", residuals, across);
    String open = OpenRows.write(round, states, squares, swept, residuals, correlations);
    String put = round.op("Unsqueeze", places, round.list(1));
    round.result(OpenRows.any(round, open), BOOL);
    round.result(round.op("ScatterND", all, put, swept), FLOAT, "n", "m");
    String staying = round.op("Less", places, round.list(STAYING));
    String kept = round.op("Or", round.op("Squeeze", open, round.list(1)), staying);
    keep(round, kept, places, LONG, "s");
    keep(round, kept, states, FLOAT, "s", "d");
    keep(round, kept, squares, FLOAT, "s", "1");
    keep(round, kept, swept, FLOAT, "s", "m");
    keep(round, kept, residuals, FLOAT, "s", "d");
    return round.graph();
  }

  private static void keep(NodeWriter round, String kept, String rows, int type, String... shape) {
    round.result(round.op("Compress", List.of(rows, kept), whole("axis", 0)), type, shape);
  }

  /** Only the k largest activations of each row leave the device, and how many there were. */
  private void reduce(String codes) {
    List<String> largest = graph.op("TopK", List.of(codes, ROOM), 2, whole("axis", 1));
    String used = graph.op("Greater", codes, graph.constant(0));
    String counts =
        graph.op(
            "ReduceSum",
            List.of(graph.op("Cast", List.of(used), whole("to", LONG)), graph.list(1)),
            whole("keepdims", 0));
    graph.output(ACTIVATIONS, largest.getFirst(), FLOAT, "n", "k");
    graph.output(FACTORS, largest.getLast(), LONG, "n", "k");
    graph.output(SUPPORTS, counts, LONG, "n");
  }
}
