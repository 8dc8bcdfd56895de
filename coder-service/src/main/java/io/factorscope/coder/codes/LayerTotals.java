package io.factorscope.coder.codes;

import com.google.protobuf.UnsafeByteOperations;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.v1.LayerSums;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The sums of one batch, layer by layer. Sums of squares in double. */
final class LayerTotals {

  private final int layers;
  private final int width;
  private final float[] sums; // [layers][width]
  private final double[] squaredNorms; // [layers]
  private final double[] squaredErrors; // [layers]
  private final long[] vectors; // [layers]
  private final float[] residual; // [width]
  private final float[] atom; // [width]

  private LayerTotals(int layers, int width) {
    this.layers = layers;
    this.width = width;
    this.sums = new float[layers * width];
    this.squaredNorms = new double[layers];
    this.squaredErrors = new double[layers];
    this.vectors = new long[layers];
    this.residual = new float[width];
    this.atom = new float[width];
  }

  static List<LayerSums> of(CodedBatch coded) {
    List<Integer> names = coded.batch().message().getLayersList();
    LayerTotals totals = new LayerTotals(names.size(), coded.batch().width());
    Dictionary dictionary = coded.version().coder().dictionary();
    coded
        .stateRows()
        .forEach((row, slice, token, layer) -> totals.add(row, layer, coded, dictionary));
    return totals.messages(names);
  }

  private void add(int row, int layer, CodedBatch coded, Dictionary dictionary) {
    System.arraycopy(coded.batch().states(), (coded.statesRow() + row) * width, residual, 0, width);
    squaredNorms[layer] += squares(residual);
    for (int i = 0; i < width; i++) {
      sums[layer * width + i] += residual[i];
    }
    subtract(coded.codes(), coded.row(row), dictionary);
    squaredErrors[layer] += squares(residual);
    vectors[layer]++;
  }

  private void subtract(SparseCodes codes, int row, Dictionary dictionary) {
    for (int entry = codes.offset(row); entry < codes.offset(row) + codes.support(row); entry++) {
      dictionary.copyAtom(codes.factors()[entry], atom, 0);
      float activation = codes.activations()[entry];
      for (int i = 0; i < width; i++) {
        residual[i] -= activation * atom[i];
      }
    }
  }

  private static double squares(float[] x) {
    double sum = 0;
    for (float value : x) {
      sum += (double) value * value;
    }
    return sum;
  }

  private List<LayerSums> messages(List<Integer> names) {
    List<LayerSums> messages = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      messages.add(
          LayerSums.newBuilder()
              .setLayer(names.get(layer))
              .setVectors(vectors[layer])
              .setSum(UnsafeByteOperations.unsafeWrap(packedSum(layer)))
              .setSquaredNorms(squaredNorms[layer])
              .setSquaredErrors(squaredErrors[layer])
              .build());
    }
    return messages;
  }

  private byte[] packedSum(int layer) {
    ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(sums, layer * width, width);
    return bytes.array();
  }
}
