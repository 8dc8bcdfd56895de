package io.factorscope.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.factorscope.v1.EvidencePolicy;
import io.factorscope.v1.LayerSums;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {

  @Test
  void drawsTheShareAndTheSameOnesAgain() {
    List<HiddenStateId> drawn =
        IntStream.range(0, 100_000)
            .mapToObj(i -> new HiddenStateId(i % 4, i / 7, i % 3, i % 64, i % 13))
            .filter(id -> id.sampled(1.0 / 16, 5))
            .toList();

    // Five standard deviations of a fair draw are 383.
    assertThat(drawn.size()).isBetween(6250 - 383, 6250 + 383);
    assertThat(drawn).allMatch(id -> id.sampled(1.0 / 16, 5) && id.sampled(0.5, 5));
  }

  /**
   * Clients in other languages draw the same: these numbers are part of the contract
   * (docs/wire.md).
   */
  @Test
  void hashesAsTheContractSays() {
    assertThat(new HiddenStateId(0, 0, 0, 0, 0).hash(0)).isEqualTo(1826112205991530872L);
    assertThat(new HiddenStateId(3, 1234567890123L, 2, 63, 12).hash(42))
        .isEqualTo(8900952886247415875L);
    assertThat(Hashes.of("speech-1", 7)).isEqualTo(997037033284334132L);
  }

  @Test
  void holdsOutOneDocumentInSixteenByItsId() {
    EvidencePolicy policy = EvidencePolicy.newBuilder().setHeldOutModulus(16).setSalt(1).build();

    long heldOut =
        IntStream.range(0, 16_000).filter(i -> HeldOut.contains("document-" + i, policy)).count();

    assertThat(heldOut).isBetween(1000L - 153, 1000L + 153);
    assertThat(HeldOut.contains("document-1", EvidencePolicy.getDefaultInstance())).isFalse();
  }

  @Test
  void contentHashChangesWithEverythingThatItNames() {
    float[] atoms = {1, 0, 0, 1};
    byte[] model = {1};
    byte[] hash = ContentHash.of(new byte[0], atoms, 0.6, model, List.of(0, 2));

    assertThat(hash)
        .hasSize(32)
        .isEqualTo(ContentHash.of(new byte[0], atoms.clone(), 0.6, model, List.of(0, 2)));
    assertThat(
            List.of(
                ContentHash.of(new byte[1], atoms, 0.6, model, List.of(0, 2)),
                ContentHash.of(new byte[0], new float[] {0, 1, 0, 1}, 0.6, model, List.of(0, 2)),
                ContentHash.of(new byte[0], atoms, 0.7, model, List.of(0, 2)),
                ContentHash.of(new byte[0], atoms, 0.6, new byte[] {2}, List.of(0, 2)),
                ContentHash.of(new byte[0], atoms, 0.6, model, List.of(0, 3))))
        .doesNotContain(hash);
  }

  @Test
  void predictingTheMeanOfEachLayerExplainsNothing() {
    ExplainedVariance explained = new ExplainedVariance();
    // Layer 0: vectors (0, 2) and (2, 0), mean (1, 1); layer 2: (8, 8) and (10, 10), mean (9, 9).
    explained.add(sums(0, 2, new float[] {2, 2}, 8, 2 + 2));
    explained.add(sums(2, 1, new float[] {8, 8}, 128, 2));
    explained.add(sums(2, 1, new float[] {10, 10}, 200, 2));

    assertThat(explained.value()).isCloseTo(0, within(1e-12));
  }

  @Test
  void aPerfectReconstructionExplainsAll() {
    ExplainedVariance explained = new ExplainedVariance();
    assertThat(explained.value()).isNaN();

    explained.add(sums(0, 2, new float[] {2, 2}, 8, 0));

    assertThat(explained.value()).isEqualTo(1);
  }

  private static LayerSums sums(
      int layer, long vectors, float[] sum, double squaredNorms, double squaredErrors) {
    ByteBuffer bytes = ByteBuffer.allocate(sum.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(sum);
    ByteString packed = UnsafeByteOperations.unsafeWrap(bytes.array());
    return LayerSums.newBuilder()
        .setLayer(layer)
        .setVectors(vectors)
        .setSum(packed)
        .setSquaredNorms(squaredNorms)
        .setSquaredErrors(squaredErrors)
        .build();
  }
}
