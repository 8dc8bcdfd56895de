package io.factorscope.onnx.graph;

import static io.factorscope.onnx.graph.GraphWriter.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A tiny encoder with two layers and random weights, in the shapes in which exporters and
 * optimisers write transformers. It knows its hidden states, because it makes them.
 */
public final class SyntheticEncoder {
  /** How it departs from BERT with separate projections and normalisation as one operator. */
  public enum Variant {
    /** Normalisation before each block instead of after it, and once more at the end: GPT-2. */
    PRE_NORM,
    /** Queries, keys and values by one product over flattened tokens: GPT-2's Conv1D. */
    PACKED,
    /** Normalisation spelled out, as PyTorch exports it for opset 16 and lower. */
    SPELLED_OUT_NORM,
    /** Attention as one operator that holds its projections. */
    FUSED_ATTENTION,
    /** Residual sum and normalisation as one operator. */
    FUSED_SUM,
    /** Keys and values are made of something else than queries are: no encoder. */
    CROSS_ATTENTION
  }

  public static final int VOCABULARY = 20;
  public static final int POSITIONS = 16;
  public static final int WIDTH = 8;
  public static final int LAYERS = 2;

  private static final int HEADS = 2;

  private final GraphWriter graph = new GraphWriter();
  private final List<String> states = new ArrayList<>();
  private final Set<Variant> variants;
  private final String mask;

  public SyntheticEncoder(Variant... variants) {
    this.variants = EnumSet.noneOf(Variant.class);
    this.variants.addAll(List.of(variants));
    String ids = graph.input("input_ids");
    graph.input("attention_mask");
    this.mask = mask();
    String x = embedding(ids);
    for (int layer = 1; layer <= LAYERS; layer++) {
      states.add(x);
      x = is(Variant.FUSED_SUM) ? fusedLayer(x, layer) : layer(x, layer);
    }
    if (is(Variant.PRE_NORM)) {
      norm("last_hidden_state", x);
    }
    states.add("last_hidden_state");
    graph.output("last_hidden_state", WIDTH);
  }

  public ModelProto model() {
    return graph.model();
  }

  /** The tensors that are the hidden states, layer 0 (embedding) first. */
  public List<String> states() {
    return List.copyOf(states);
  }

  private boolean is(Variant variant) {
    return variants.contains(variant);
  }

  /** 0 at tokens, a large negative number at padding; [batch, 1, 1, length]. */
  private String mask() {
    String ones = graph.node("Cast", List.of("attention_mask"), attribute("to", 1));
    String padding = graph.node("Sub", List.of(graph.constant(1), ones));
    String penalty = graph.node("Mul", List.of(padding, graph.constant(-10000)));
    return graph.node("Unsqueeze", List.of(penalty, graph.list(1, 2)));
  }

  private String embedding(String ids) {
    String shape = graph.node("Shape", List.of(ids));
    String length = graph.node("Gather", List.of(shape, graph.number(1)));
    String places = graph.node("Range", List.of(graph.number(0), length, graph.number(1)));
    String words = graph.node("Gather", List.of(graph.weight(VOCABULARY, WIDTH), ids));
    String positions = graph.node("Gather", List.of(graph.weight(POSITIONS, WIDTH), places));
    String sum = graph.named("embedded", "Add", List.of(words, positions));
    return is(Variant.PRE_NORM) ? sum : norm("embedded_norm", sum);
  }

  private String layer(String x, int layer) {
    boolean pre = is(Variant.PRE_NORM);
    String mixed = attention(pre ? norm("norm_a" + layer, x) : x, x);
    String sum = graph.node("Add", List.of(x, mixed));
    String y = norm("norm_b" + layer, sum);
    String out = feedForward(y);
    String name = "state" + layer;
    if (pre) {
      return graph.named(name, "Add", List.of(sum, out));
    }
    String outerSum = graph.node("Add", List.of(y, out));
    return norm(layer == LAYERS ? "last_hidden_state" : name, outerSum);
  }

  /** Post-norm only: the sum is inside of the normalisation. */
  private String fusedLayer(String x, int layer) {
    String y = skipNorm("norm_b" + layer, x, attention(x, x));
    return skipNorm(layer == LAYERS ? "last_hidden_state" : "state" + layer, y, feedForward(y));
  }

  private String skipNorm(String name, String x, String skip) {
    return graph.named(
        name, "SkipLayerNormalization", List.of(x, skip, graph.weight(WIDTH), graph.weight(WIDTH)));
  }

  private String attention(String t, String residual) {
    if (is(Variant.FUSED_ATTENTION)) {
      String fused =
          graph.node(
              "Attention",
              List.of(t, graph.weight(WIDTH, 3 * WIDTH), graph.weight(3 * WIDTH)),
              attribute("num_heads", HEADS));
      return linear(fused, WIDTH, WIDTH);
    }
    List<String> qkv =
        is(Variant.PACKED)
            ? packed(t)
            : separate(t, is(Variant.CROSS_ATTENTION) ? graph.node("Relu", List.of(residual)) : t);
    String keys = graph.node("Transpose", List.of(heads(qkv.get(1))), permutation(0, 1, 3, 2));
    String scores = graph.node("MatMul", List.of(heads(qkv.get(0)), keys));
    String masked = graph.node("Add", List.of(scores, mask));
    String shares = graph.node("Softmax", List.of(masked), attribute("axis", -1));
    String mixed = graph.node("MatMul", List.of(shares, heads(qkv.get(2))));
    String joined = graph.node("Transpose", List.of(mixed), permutation(0, 2, 1, 3));
    String flat = graph.node("Reshape", List.of(joined, graph.list(0, 0, WIDTH)));
    return linear(flat, WIDTH, WIDTH);
  }

  private List<String> separate(String t, String other) {
    return List.of(
        linear(t, WIDTH, WIDTH), linear(other, WIDTH, WIDTH), linear(other, WIDTH, WIDTH));
  }

  private List<String> packed(String t) {
    String flat = graph.node("Reshape", List.of(t, graph.list(-1, WIDTH)));
    String product =
        graph.node("Gemm", List.of(flat, graph.weight(WIDTH, 3 * WIDTH), graph.weight(3 * WIDTH)));
    String shape = graph.node("Shape", List.of(t));
    String outer = graph.node("Slice", List.of(shape, graph.list(0), graph.list(2)));
    String whole =
        graph.node("Concat", List.of(outer, graph.list(3 * WIDTH)), attribute("axis", 0));
    String back = graph.node("Reshape", List.of(product, whole));
    return graph.node(
        "Split",
        List.of(back),
        List.of(back + "_q", back + "_k", back + "_v"),
        attribute("axis", 2));
  }

  private String heads(String tensor) {
    String split = graph.node("Reshape", List.of(tensor, graph.list(0, 0, HEADS, WIDTH / HEADS)));
    return graph.node("Transpose", List.of(split), permutation(0, 2, 1, 3));
  }

  private String feedForward(String y) {
    return linear(graph.node("Relu", List.of(linear(y, WIDTH, 2 * WIDTH))), 2 * WIDTH, WIDTH);
  }

  private String linear(String x, int from, int to) {
    String product = graph.node("MatMul", List.of(x, graph.weight(from, to)));
    return graph.node("Add", List.of(graph.weight(to), product));
  }

  private String norm(String name, String x) {
    if (!is(Variant.SPELLED_OUT_NORM)) {
      return graph.named(
          name, "LayerNormalization", List.of(x, graph.weight(WIDTH), graph.weight(WIDTH)));
    }
    String mean = graph.node("ReduceMean", List.of(x), attribute("axes", new long[] {-1}));
    String centred = graph.node("Sub", List.of(x, mean));
    String squares = graph.node("Pow", List.of(centred, graph.constant(2)));
    String variance =
        graph.node("ReduceMean", List.of(squares), attribute("axes", new long[] {-1}));
    String safe = graph.node("Add", List.of(variance, graph.constant(1e-5f)));
    String unit = graph.node("Div", List.of(centred, graph.node("Sqrt", List.of(safe))));
    String scaled = graph.node("Mul", List.of(unit, graph.weight(WIDTH)));
    return graph.named(name, "Add", List.of(scaled, graph.weight(WIDTH)));
  }

  private static AttributeProto permutation(long... places) {
    return attribute("perm", places);
  }
}
