package io.factorscope.wire;

import com.google.protobuf.ByteString;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.LayerSums;
import io.factorscope.v1.Model;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.Slice;
import io.factorscope.v1.SourceDocument;
import io.factorscope.v1.Window;
import java.util.Collections;
import java.util.List;

/**
 * Sound messages of two layers and width 2: tokens 1 and 2 of a window, and token 0 of the next.
 */
final class BatchMessages {

  static final int WIDTH = 2;
  static final int ROWS = 6;
  static final List<Slice> SLICES = List.of(slice(0, 3, 1, 3), slice(1, 2, 0, 1));

  private static final List<Integer> LAYERS = List.of(0, 2);
  private static final Model MODEL =
      Model.newBuilder().setId("tiny").setWidth(WIDTH).setDepth(2).build();
  private static final SourceDocument DOCUMENT =
      SourceDocument.newBuilder().setPartition(3).setOffset(41).setId("d").setWindows(2).build();

  private BatchMessages() {}

  static HiddenStateBatch.Builder states() {
    float[] states = new float[ROWS * WIDTH];
    for (int i = 0; i < states.length; i++) {
      states[i] = i;
    }
    return HiddenStateBatch.newBuilder()
        .setModel(MODEL)
        .setDocument(DOCUMENT)
        .addAllLayers(LAYERS)
        .addAllSlices(SLICES)
        .setStates(Vectors.pack(states, ROWS, WIDTH, ElementType.FLOAT16));
  }

  static HiddenStateBatch.Builder noStates() {
    return HiddenStateBatch.newBuilder()
        .setDocument(DOCUMENT)
        .setNoVectors(NoVectors.newBuilder().setReason(NoVectors.Reason.EMPTY));
  }

  static CodeBatch.Builder codes() {
    Codes.Packer codes = new Codes.Packer(ROWS, ROWS, 10);
    for (int row = 0; row < ROWS; row++) {
      codes.row(1, 1e-5f);
      codes.entry(row, 0.5f);
    }
    return CodeBatch.newBuilder()
        .setModel(MODEL)
        .setDocument(DOCUMENT)
        .setDictionary(
            DictionaryVersion.newBuilder()
                .setName("tiny")
                .setVersion(1)
                .setContentHash(ByteString.copyFrom(new byte[32])))
        .addAllLayers(LAYERS)
        .addAllSlices(SLICES)
        .setCodes(codes.message())
        .addAllLayerSums(LAYERS.stream().map(BatchMessages::sums).toList());
  }

  static CodeBatch.Builder noCodes() {
    return CodeBatch.newBuilder()
        .setDocument(DOCUMENT)
        .setNoVectors(NoVectors.newBuilder().setReason(NoVectors.Reason.EMPTY));
  }

  private static LayerSums sums(int layer) {
    return LayerSums.newBuilder()
        .setLayer(layer)
        .setVectors(ROWS / 2)
        .setSum(Vectors.pack(new float[] {1, 2}, 1, WIDTH, ElementType.FLOAT32).getData())
        .build();
  }

  private static Slice slice(int window, int tokens, int first, int end) {
    return Slice.newBuilder()
        .setWindow(
            Window.newBuilder().setIndex(window).addAllTokenIds(Collections.nCopies(tokens, 5)))
        .setFirst(first)
        .setEnd(end)
        .build();
  }
}
