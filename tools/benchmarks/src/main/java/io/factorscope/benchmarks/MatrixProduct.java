package io.factorscope.benchmarks;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.factorscope.onnx.BareSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ONNX Runtime's matrix product X D' of states with a fixed dictionary: what our own is compared
 * with. The dictionary is a weight of the graph, which ONNX Runtime packs once, and neither states
 * nor products are copied in a run: the fastest that it can. Not thread-safe.
 */
public final class MatrixProduct implements AutoCloseable {
  private static final String STATES = "states";
  private static final String ATOMS = "atoms";
  private static final String PRODUCTS = "products";
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private final BareSession session;
  private final int width;
  private final int rows;
  private final int factors;
  private final FloatBuffer products;
  private final List<FloatBuffer> batches = new ArrayList<>();

  /**
   * Prepares the product on the processor.
   *
   * @param atoms row-major [factors][width]
   * @param rows states of one run
   * @param threads that one run may use
   * @throws io.factorscope.models.ModelException if ONNX Runtime fails
   */
  public MatrixProduct(float[] atoms, int factors, int width, int rows, int threads) {
    this.width = width;
    this.rows = rows;
    this.factors = factors;
    this.products = direct(rows * factors);
    this.session = BareSession.open(model(atoms, factors, width, rows), threads);
  }

  /**
   * Takes the states to be multiplied.
   *
   * @param states row-major [*][width]; as many whole batches as there are at its beginning
   */
  public void load(float[] states) {
    for (int from = 0; from + rows * width <= states.length; from += rows * width) {
      batches.add(direct(rows * width).put(states, from, rows * width).flip());
    }
  }

  /** Number of batches that were loaded. */
  int batches() {
    return batches.size();
  }

  /**
   * Multiplies one batch.
   *
   * @return row-major [rows][factors], live until the next run
   * @throws io.factorscope.models.ModelException if ONNX Runtime fails
   */
  public FloatBuffer run(int batch) {
    session.run(
        Map.of(STATES, new BareSession.Values(batches.get(batch), rows, width)),
        Map.of(PRODUCTS, new BareSession.Values(products, rows, factors)));
    return products;
  }

  @Override
  public void close() {
    session.close();
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static ModelProto model(float[] atoms, int factors, int width, int rows) {
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("matrix-product")
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("MatMul")
                    .addInput(STATES)
                    .addInput(ATOMS)
                    .addOutput(PRODUCTS))
            .addInitializer(transposed(atoms, factors, width))
            .addInput(value(STATES, rows, width))
            .addOutput(value(PRODUCTS, rows, factors))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private static TensorProto transposed(float[] atoms, int factors, int width) {
    ByteBuffer values =
        ByteBuffer.allocate(atoms.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int k = 0; k < width; k++) {
      for (int j = 0; j < factors; j++) {
        values.putFloat(atoms[j * width + k]);
      }
    }
    return TensorProto.newBuilder()
        .setName(ATOMS)
        .setDataType(TensorProto.DataType.FLOAT_VALUE)
        .addDims(width)
        .addDims(factors)
        .setRawData(ByteString.copyFrom(values.flip()))
        .build();
  }

  private static ValueInfoProto value(String name, int rows, int columns) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int size : new int[] {rows, columns}) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }
}
