package io.factorscope.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * BERT (Devlin et al. 2019) in plain Java and double precision, from the weights of an export: an
 * account of the hidden states that owes nothing to the graph's structure or to ONNX Runtime. Only
 * the exporter's names tell it which weight is which.
 */
final class ReferenceBert {
  private static final double EPSILON = 1e-12;

  private final Map<String, TensorProto> weights = new HashMap<>();
  private final Map<String, NodeProto> nodes = new HashMap<>();
  private final int heads;

  ReferenceBert(Path modelFile, int heads) throws IOException {
    CodedInputStream input = CodedInputStream.newInstance(Files.readAllBytes(modelFile));
    input.setSizeLimit(Integer.MAX_VALUE);
    GraphProto graph = ModelProto.parseFrom(input).getGraph();
    graph.getInitializerList().forEach(tensor -> weights.put(tensor.getName(), tensor));
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    this.heads = heads;
  }

  /** The states of all layers: [layer][token][width]. */
  List<double[][]> hiddenStates(long[] ids, int layers) {
    List<double[][]> states = new ArrayList<>();
    double[][] state = embedding(ids);
    states.add(state);
    for (int layer = 0; layer < layers; layer++) {
      state = block("encoder/layer." + layer, state);
      states.add(state);
    }
    return states;
  }

  private double[][] embedding(long[] ids) {
    Matrix words = matrix("embeddings.word_embeddings.weight");
    Matrix positions = matrix("embeddings.position_embeddings.weight");
    Matrix types = matrix("embeddings.token_type_embeddings.weight");
    double[][] sum = new double[ids.length][words.columns];
    for (int token = 0; token < ids.length; token++) {
      for (int i = 0; i < words.columns; i++) {
        sum[token][i] = words.at((int) ids[token], i) + positions.at(token, i) + types.at(0, i);
      }
    }
    return normalised(sum, "embeddings.LayerNorm");
  }

  private double[][] block(String scope, double[][] x) {
    double[][] q = linear(x, scope + "/attention/self/query");
    double[][] k = linear(x, scope + "/attention/self/key");
    double[][] v = linear(x, scope + "/attention/self/value");
    double[][] mixed = linear(attention(q, k, v), scope + "/attention/output/dense");
    double[][] y = normalised(sum(x, mixed), dotted(scope) + ".attention.output.LayerNorm");
    double[][] inner = gelu(linear(y, scope + "/intermediate/dense"));
    double[][] outer = linear(inner, scope + "/output/dense");
    return normalised(sum(y, outer), dotted(scope) + ".output.LayerNorm");
  }

  private double[][] attention(double[][] q, double[][] k, double[][] v) {
    int width = q[0].length;
    int size = width / heads;
    double[][] mixed = new double[q.length][width];
    for (int head = 0; head < heads; head++) {
      int from = head * size;
      for (int token = 0; token < q.length; token++) {
        double[] share = new double[q.length];
        double total = 0;
        for (int other = 0; other < q.length; other++) {
          share[other] = Math.exp(dot(q[token], k[other], from, size) / Math.sqrt(size));
          total += share[other];
        }
        for (int other = 0; other < q.length; other++) {
          for (int i = from; i < from + size; i++) {
            mixed[token][i] += share[other] / total * v[other][i];
          }
        }
      }
    }
    return mixed;
  }

  private double[][] linear(double[][] x, String scope) {
    NodeProto product = Objects.requireNonNull(nodes.get("/" + scope + "/MatMul"), scope);
    Matrix weight = matrix(product.getInput(1));
    Matrix bias = matrix(dotted(scope) + ".bias");
    double[][] result = new double[x.length][weight.columns];
    for (int token = 0; token < x.length; token++) {
      for (int column = 0; column < weight.columns; column++) {
        double sum = bias.at(0, column);
        for (int row = 0; row < weight.rows; row++) {
          sum += x[token][row] * weight.at(row, column);
        }
        result[token][column] = sum;
      }
    }
    return result;
  }

  private double[][] normalised(double[][] x, String scope) {
    Matrix gain = matrix(scope + ".weight");
    Matrix bias = matrix(scope + ".bias");
    double[][] result = new double[x.length][x[0].length];
    for (int token = 0; token < x.length; token++) {
      double mean = 0;
      for (double value : x[token]) {
        mean += value / x[token].length;
      }
      double variance = 0;
      for (double value : x[token]) {
        variance += (value - mean) * (value - mean) / x[token].length;
      }
      for (int i = 0; i < x[token].length; i++) {
        double unit = (x[token][i] - mean) / Math.sqrt(variance + EPSILON);
        result[token][i] = unit * gain.at(0, i) + bias.at(0, i);
      }
    }
    return result;
  }

  /** x · Φ(x) with the error function by its series (Abramowitz and Stegun 7.1.6). */
  private static double[][] gelu(double[][] x) {
    double[][] result = new double[x.length][x[0].length];
    for (int token = 0; token < x.length; token++) {
      for (int i = 0; i < x[token].length; i++) {
        result[token][i] = x[token][i] * (1 + erf(x[token][i] / Math.sqrt(2))) / 2;
      }
    }
    return result;
  }

  private static double erf(double x) {
    if (Math.abs(x) > 5) {
      return Math.signum(x);
    }
    double term = 2 / Math.sqrt(Math.PI) * x * Math.exp(-x * x);
    double sum = term;
    for (int n = 1; Math.abs(term) > 1e-17; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return sum;
  }

  private static double dot(double[] a, double[] b, int from, int size) {
    double sum = 0;
    for (int i = from; i < from + size; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[][] sum(double[][] a, double[][] b) {
    double[][] result = new double[a.length][a[0].length];
    for (int token = 0; token < a.length; token++) {
      for (int i = 0; i < a[token].length; i++) {
        result[token][i] = a[token][i] + b[token][i];
      }
    }
    return result;
  }

  private static String dotted(String scope) {
    return scope.replace('/', '.');
  }

  private Matrix matrix(String name) {
    TensorProto tensor = Objects.requireNonNull(weights.get(name), name);
    FloatBuffer values =
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    int columns = (int) tensor.getDims(tensor.getDimsCount() - 1);
    return new Matrix(values, values.capacity() / columns, columns);
  }

  private record Matrix(FloatBuffer values, int rows, int columns) {
    double at(int row, int column) {
      return values.get(row * columns + column);
    }
  }
}
