package io.factorscope.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.LayerSums;
import io.factorscope.v1.Model;
import io.factorscope.v1.PackedVectors;
import io.factorscope.v1.SparseCodes;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whatever a message says, its reader takes it or says what is wrong: nothing else is thrown. */
class MalformedMessagesTest {

  private static final int TRIES = 20_000;

  /** Two bytes for one factor: the sizes agree, the types do not. */
  @Test
  void codesWithOtherThanWholeNumbersAsFactorsAreRefused() {
    SparseCodes.Builder codes = oneEntry().toBuilder();
    for (ElementType type :
        List.of(ElementType.FLOAT16, ElementType.FLOAT32, ElementType.ELEMENT_TYPE_UNSPECIFIED)) {
      assertThatThrownBy(() -> Codes.unpack(codes.setFactorType(type).build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("factor_type: is " + type + ", must be UINT16 or UINT32");
    }
    assertThatThrownBy(() -> Codes.unpack(codes.setFactorTypeValue(9).build()))
        .hasMessageContaining("must be UINT16 or UINT32");
  }

  @Test
  void codesThatNoCoderMakesAreRefused() {
    refused("ascend", codes(new int[] {4, 4}, 1, 1));
    refused("ascend", codes(new int[] {4, 3}, 1, 1));
    refused("factors: row 0 has 4294967295 after 3", codes(new int[] {3, -1}, 1, 1));
    for (float activation : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      refused("activations: row 0 has " + activation, codes(new int[] {3, 4}, 1, activation));
    }
    refused("rows: is 4294967295", oneEntry().toBuilder().setRows(-1).build());
  }

  /** 33,000 supports of 65,535 are 2^31 and some: in an int they would be a small number. */
  @Test
  void moreEntriesThanAMessageCanHoldAreRefused() {
    int rows = 1 << 17;
    byte[] supports = new byte[rows * Short.BYTES];
    supports[0] = 1; // 1, and 65,536 - 1 times 2 and so on: 2^33 and 1 in all
    for (int row = 1; row < rows; row++) {
      supports[2 * row + 1] = (byte) 0x80;
    }
    SparseCodes codes =
        oneEntry().toBuilder()
            .setRows(rows)
            .setSupports(ByteString.copyFrom(supports))
            .setGaps(ByteString.copyFrom(new byte[rows * Float.BYTES]))
            .build();

    assertThatThrownBy(() -> Codes.unpack(codes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("factors: has 2 bytes, must have 85");
  }

  /** Rows times width times four is 2^64, which is 0 where numbers end at 64 bits. */
  @Test
  void shapesThatOverflowAreRefused() {
    for (int[] shape : new int[][] {{1 << 31, 1 << 31}, {-1, -1}, {1 << 30, 4}, {65_536, 65_536}}) {
      PackedVectors vectors =
          PackedVectors.newBuilder()
              .setType(ElementType.FLOAT32)
              .setRows(shape[0])
              .setWidth(shape[1])
              .build();
      assertThatThrownBy(() -> Vectors.unpack(vectors))
          .isInstanceOf(IllegalArgumentException.class);
    }
    PackedVectors half =
        PackedVectors.newBuilder()
            .setType(ElementType.FLOAT16)
            .setRows(1)
            .setWidth(1)
            .setData(ByteString.copyFrom(new byte[3]))
            .build();
    assertThatThrownBy(() -> Vectors.unpack(half))
        .hasMessage("data: has 3 bytes, must have rows 1 x width 1 x 2 = 2");
  }

  @Test
  void sumsThatAreNoneOfFiniteVectorsAreRefused() {
    for (LayerSums bad :
        List.of(
            sums().toBuilder().setSum(ByteString.copyFrom(new byte[9])).build(),
            sums().toBuilder().setVectors(-1).build(),
            sums().toBuilder().setSquaredNorms(Double.NaN).build(),
            sums().toBuilder().setSquaredErrors(-1).build(),
            sums().toBuilder().setSquaredErrors(Double.POSITIVE_INFINITY).build())) {
      ExplainedVariance explained = new ExplainedVariance();
      assertThatThrownBy(() -> explained.add(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("layer_sums.");
      explained.add(sums());
      assertThat(explained.value()).isEqualTo(0.5);
    }
  }

  @Test
  void atomsComeOnlyOfTheChunksThatTheContentHashIsOf() {
    Atoms atoms = new Atoms(version());
    atoms.add(chunk(1));
    assertThatThrownBy(atoms::values).hasMessageContaining("not what its content hash says");
    atoms.add(chunk(0));
    assertThat(atoms.values()).containsExactly(1, 0, 0, 1);
    atoms.add(chunk(0));
    assertThatThrownBy(atoms::values).hasMessageContaining("not what its content hash says");
    assertThat(Atoms.of(version(), List.of(chunk(1), chunk(0)).iterator()))
        .containsExactly(1, 0, 0, 1);
    assertThatThrownBy(() -> Atoms.of(version(), List.of(chunk(0)).iterator()))
        .hasMessageContaining("not what its content hash says");
  }

  @Test
  void noMutationOfAMessageThrowsAnythingElse() {
    SparseCodes codes = codes(new int[] {3, 4}, 1, 2);
    tryAll(codes, Codes::unpack);
    tryAll(Vectors.pack(new float[] {1, 2, 3, 4}, 2, 2, ElementType.FLOAT16), Vectors::unpack);
    tryAll(sums(), sums -> new ExplainedVariance().add(sums));
    tryAll(chunk(1), chunk -> new Atoms(version()).add(chunk));
    tryAll(
        version(),
        header -> {
          Atoms atoms = new Atoms(header);
          atoms.add(chunk(0));
          atoms.add(chunk(1));
          assertThat(atoms.values()).hasSize(4);
        });
    tryAll(BatchMessages.states().build(), HiddenStateBatches::unpack);
    tryAll(BatchMessages.codes().build(), CodeBatches::unpack);
  }

  /** Reads a message, or says what is wrong with it. */
  private interface Reader<M> {
    void accept(M message) throws InvalidMessageException;
  }

  private static <M extends com.google.protobuf.Message> void tryAll(M valid, Reader<M> reader) {
    Mutations mutations = new Mutations(17);
    int refused = 0;
    for (int i = 0; i < TRIES; i++) {
      M mutated = mutations.of(valid);
      refused += refuses(() -> mutated, reader) ? 1 : 0;
    }
    assertThat(refused).as("%s", valid.getClass()).isBetween(TRIES / 20, TRIES - 1);
  }

  private static <M> boolean refuses(Supplier<M> mutated, Reader<M> reader) {
    try {
      reader.accept(mutated.get());
      return false;
    } catch (IllegalArgumentException | InvalidMessageException e) {
      return true;
    }
  }

  private static void refused(String reason, SparseCodes codes) {
    assertThatThrownBy(() -> Codes.unpack(codes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static SparseCodes oneEntry() {
    Codes.Packer packer = new Codes.Packer(1, 1, 100);
    packer.row(1, 1e-5f);
    packer.entry(7, 0.5f);
    return packer.message();
  }

  /** Wide, so that a factor can be any int. */
  private static SparseCodes codes(int[] factors, float... activations) {
    Codes.Packer packer = new Codes.Packer(1, factors.length, 1 << 20);
    packer.row(factors.length, 1e-5f);
    for (int i = 0; i < factors.length; i++) {
      packer.entry(factors[i], activations[i]);
    }
    return packer.message();
  }

  private static LayerSums sums() {
    return LayerSums.newBuilder()
        .setLayer(2)
        .setVectors(2)
        .setSum(Vectors.pack(new float[] {2, 2}, 1, 2, ElementType.FLOAT32).getData())
        .setSquaredNorms(8)
        .setSquaredErrors(2)
        .build();
  }

  private static VersionHeader version() {
    byte[] hash =
        ContentHash.of(new byte[0], new float[] {1, 0, 0, 1}, 0.6, new byte[1], List.of(2));
    return VersionHeader.newBuilder()
        .setId(id().toBuilder().setContentHash(ByteString.copyFrom(hash)))
        .setModel(Model.newBuilder().setWidth(2).setHash(ByteString.copyFrom(new byte[1])))
        .addLayers(2)
        .setFactors(2)
        .setLambda(0.6)
        .setChunks(2)
        .build();
  }

  private static DictionaryVersion id() {
    return DictionaryVersion.newBuilder().setName("small").setVersion(1).build();
  }

  private static VersionChunk chunk(int factor) {
    float[] atom = {1 - factor, factor};
    return VersionChunk.newBuilder()
        .setId(id())
        .setChunk(factor)
        .setFirstFactor(factor)
        .setFactors(1)
        .setAtoms(Vectors.pack(atom, 1, 2, ElementType.FLOAT32).getData())
        .build();
  }
}
