package io.factorscope.versions;

import com.google.protobuf.ByteString;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.Model;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.ContentHash;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Versions of a dictionary {@code d} whose content hash is right. */
final class TestVersions {

  static final int FACTORS = 3;

  /** So wide that two factors make a chunk. */
  static final int WIDTH = 98_304;

  private static final double LAMBDA = 0.3;

  private TestVersions() {}

  /** Unit rows. */
  static float[] atoms(long version) {
    Random random = new Random(version);
    float[] atoms = new float[FACTORS * WIDTH];
    for (int j = 0; j < FACTORS; j++) {
      double squares = 0;
      for (int i = j * WIDTH; i < (j + 1) * WIDTH; i++) {
        atoms[i] = (float) random.nextGaussian();
        squares += (double) atoms[i] * atoms[i];
      }
      for (int i = j * WIDTH; i < (j + 1) * WIDTH; i++) {
        atoms[i] /= (float) Math.sqrt(squares);
      }
    }
    return atoms;
  }

  /** All but the number of chunks, of a version without a parent. */
  static VersionHeader header(long version, float[] atoms) {
    byte[] model = new byte[32];
    return VersionHeader.newBuilder()
        .setId(
            DictionaryVersion.newBuilder()
                .setName("d")
                .setVersion(version)
                .setContentHash(
                    ByteString.copyFrom(
                        ContentHash.of(new byte[0], atoms, LAMBDA, model, List.of()))))
        .setModel(Model.newBuilder().setWidth(WIDTH).setHash(ByteString.copyFrom(model)))
        .setFactors(FACTORS)
        .setLambda(LAMBDA)
        .addAllGenerations(Collections.nCopies(FACTORS, 0))
        .build();
  }
}
