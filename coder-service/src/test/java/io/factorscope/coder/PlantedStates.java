package io.factorscope.coder;

import com.google.protobuf.ByteString;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.EvidencePolicy;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.Model;
import io.factorscope.v1.Slice;
import io.factorscope.v1.SourceDocument;
import io.factorscope.v1.VersionHeader;
import io.factorscope.v1.Window;
import io.factorscope.wire.ContentHash;
import io.factorscope.wire.Vectors;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A small world that is known: a dictionary, and states that are sparse sums of its factors plus
 * noise.
 */
final class PlantedStates {

  static final int WIDTH = 32;
  static final int FACTORS = 100;
  static final List<Integer> LAYERS = List.of(0, 2);
  static final double LAMBDA = 0.3;
  static final Model MODEL =
      Model.newBuilder()
          .setId("planted")
          .setHash(ByteString.copyFrom(new byte[32]))
          .setWidth(WIDTH)
          .setDepth(2)
          .build();

  private final SplittableRandom random = new SplittableRandom(7);
  private final float[] atoms = atoms();
  private int factorsInState = 5;

  /** States that are made of so many factors from now on. */
  void factorsInState(int count) {
    factorsInState = count;
  }

  float[] atomValues() {
    return atoms.clone();
  }

  SparseCoder coder() {
    return SparseCoders.best(dictionary(), LAMBDA);
  }

  Dictionary dictionary() {
    return Dictionary.of(atoms, FACTORS, WIDTH);
  }

  VersionHeader header() {
    return header(atoms);
  }

  /** The header of a version with these atoms. */
  static VersionHeader header(float[] atoms) {
    byte[] hash = ContentHash.of(new byte[0], atoms, LAMBDA, MODEL.getHash().toByteArray(), LAYERS);
    return VersionHeader.newBuilder()
        .setId(
            DictionaryVersion.newBuilder()
                .setName("planted")
                .setVersion(1)
                .setContentHash(ByteString.copyFrom(hash)))
        .setModel(MODEL)
        .addAllLayers(LAYERS)
        .setFactors(FACTORS)
        .setLambda(LAMBDA)
        .addAllGenerations(Collections.nCopies(FACTORS, 0))
        .setChunks(1)
        .setEvidence(EvidencePolicy.newBuilder().setShare(0.25).setHeldOutModulus(16).setSalt(3))
        .build();
  }

  /** A document of one window, whole in one message. */
  HiddenStateBatch.Builder batch(int partition, long offset, int tokens) {
    return batch(partition, offset, tokens, WIDTH, LAYERS);
  }

  HiddenStateBatch.Builder batch(
      int partition, long offset, int tokens, int width, List<Integer> layers) {
    Window.Builder window = Window.newBuilder().setText("x".repeat(tokens));
    for (int token = 0; token < tokens; token++) {
      window.addTokenIds(token).addPieces("x").addStarts(token).addEnds(token + 1);
    }
    int rows = tokens * layers.size();
    float[] states = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      plant(states, row * width, width);
    }
    return HiddenStateBatch.newBuilder()
        .setModel(MODEL)
        .setDocument(
            SourceDocument.newBuilder()
                .setPartition(partition)
                .setOffset(offset)
                .setId("d" + partition + "-" + offset)
                .setWindows(1))
        .addAllLayers(layers)
        .addSlices(Slice.newBuilder().setWindow(window).setEnd(tokens))
        .setStates(Vectors.pack(states, rows, width, ElementType.FLOAT16));
  }

  private void plant(float[] states, int at, int width) {
    for (int k = 0; k < factorsInState; k++) {
      int factor = random.nextInt(FACTORS);
      float activation = (float) (1 + 3 * random.nextDouble());
      for (int i = 0; i < width; i++) {
        states[at + i] += activation * atoms[factor * WIDTH + i % WIDTH];
      }
    }
    for (int i = 0; i < width; i++) {
      states[at + i] += (float) (0.05 * random.nextGaussian());
    }
  }

  private float[] atoms() {
    float[] values = new float[FACTORS * WIDTH];
    for (int j = 0; j < FACTORS; j++) {
      double squares = 0;
      for (int i = 0; i < WIDTH; i++) {
        values[j * WIDTH + i] = (float) random.nextGaussian();
        squares += values[j * WIDTH + i] * values[j * WIDTH + i];
      }
      for (int i = 0; i < WIDTH; i++) {
        values[j * WIDTH + i] /= (float) Math.sqrt(squares);
      }
    }
    return values;
  }
}
