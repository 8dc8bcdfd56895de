package io.factorscope.dictionary.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.SampledVector;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Codes;
import io.factorscope.wire.Mutations;
import io.factorscope.wire.Vectors;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers that would poison what is learned, for good, are refused. */
class EvidenceRecordTest {

  private static final VersionHeader HEADER =
      VersionHeader.newBuilder()
          .setModel(StreamOfStates.MODEL)
          .setFactors(50)
          .setLambda(0.2)
          .addLayers(0)
          .build();

  private static final SparseCoder CODER = SparseCoders.best(dictionary(), 0.2);

  @Test
  void takesWhatACoderMakes() throws BadEvidenceException {
    assertThat(read(16, 1e6f).batch().weight()).isEqualTo(16);
  }

  @Test
  void refusesWeightsThatNoShareMakes() {
    for (double weight : new double[] {0, 0.5, -1, 16.1, 1e7, 1e300, Double.NaN}) {
      assertThatThrownBy(() -> read(weight, 1))
          .isInstanceOf(BadEvidenceException.class)
          .hasMessageContaining("weight");
    }
  }

  @Test
  void refusesStatesThatNoCoderTakes() {
    for (float value : new float[] {1e16f, -3e38f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> read(1, value))
          .isInstanceOf(BadEvidenceException.class)
          .hasMessageStartingWith("states.data: is ");
    }
  }

  /** It would be in the sums for ever: A grows by its square. */
  @Test
  void refusesActivationsThatNoOptimalCodeHas() throws BadEvidenceException {
    // A state of norm 10 and lambda 0.2: 10² / 0.2 / 4 = 125, and what a gap of 1e-4 leaves open.
    assertThat(read(code(125, 0)).batch().count()).isEqualTo(1);
    assertThat(read(code(127.4f, 1e-4f)).batch().count()).isEqualTo(1);
    for (float activation : new float[] {127.6f, 500, 1e20f, Float.MAX_VALUE}) {
      assertThatThrownBy(() -> read(code(activation, 1e-5f)))
          .isInstanceOf(BadEvidenceException.class)
          .hasMessageStartingWith("codes.activations: the sum of a code: is ");
    }
    for (float activation : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> read(code(activation, 1e-5f)))
          .isInstanceOf(BadEvidenceException.class)
          .hasMessageContaining("must be finite and above 0");
    }
  }

  /** The bound is for codes as coders make them, however long or short the state is. */
  @Test
  void takesEveryCodeThatACoderMakes() throws BadEvidenceException {
    Random random = new Random(3);
    for (int i = 0; i < 3_000; i++) {
      double scale = Math.pow(10, -1 + 4 * random.nextDouble());
      float[] state = new float[StreamOfStates.WIDTH];
      for (int k = 0; k < state.length; k++) {
        state[k] = (float) (scale * random.nextGaussian());
      }
      SparseCodes.Builder codes = new SparseCodes.Builder(1);
      CODER.newWorker().encode(state, 0, 1, codes);
      assertThat(read(evidence(state, packed(codes.build()))).batch().count()).isEqualTo(1);
    }
  }

  @Test
  void refusesGapsThatNoCoderLeaves() {
    for (float gap : new float[] {1.01e-4f, 1, -1e-6f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> read(code(1, gap)))
          .isInstanceOf(BadEvidenceException.class)
          .hasMessageStartingWith("codes.gaps: is ");
    }
  }

  @Test
  void refusesFactorsAndLayersThatTheDictionaryDoesNotHave() {
    Codes.Packer codes = new Codes.Packer(1, 1, 50);
    codes.row(1, 0);
    codes.entry(50, 1);
    assertThatThrownBy(() -> read(evidence(state(10), codes)))
        .isInstanceOf(BadEvidenceException.class)
        .hasMessage("codes.factors: is 50, must be below 50");
    Evidence other =
        code(1, 0).toBuilder().setVectors(0, SampledVector.newBuilder().setLayer(1)).build();
    assertThatThrownBy(() -> read(other))
        .isInstanceOf(BadEvidenceException.class)
        .hasMessageStartingWith("vectors.layer: is 1");
  }

  /** Sizes that agree, and types that do not: the reader ran out of bytes. */
  @Test
  void refusesFactorsOfATypeThatFactorsDoNotHave() {
    for (ElementType type : List.of(ElementType.FLOAT16, ElementType.FLOAT32)) {
      Evidence evidence = code(1, 0);
      Evidence other =
          evidence.toBuilder()
              .setCodes(evidence.getCodes().toBuilder().setFactorType(type))
              .build();
      assertThatThrownBy(() -> read(other))
          .isInstanceOf(BadEvidenceException.class)
          .hasMessage("factor_type: is " + type + ", must be UINT16 or UINT32");
    }
  }

  @Test
  void noMutationOfEvidenceThrowsAnythingElse() {
    Mutations mutations = new Mutations(5);
    Evidence valid = code(3, 1e-5f);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      Evidence mutated = mutations.of(valid);
      try {
        read(mutated);
      } catch (BadEvidenceException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(5_000, 49_000);
  }

  private static EvidenceRecord read(double weight, float value) throws BadEvidenceException {
    Codes.Packer codes = new Codes.Packer(1, 0, 50);
    codes.row(0, 0);
    return read(evidence(state(value), codes).toBuilder().setWeight(weight).build());
  }

  private static EvidenceRecord read(Evidence evidence) throws BadEvidenceException {
    return EvidenceRecord.of(new EvidenceInput(0, 0, 0, evidence), HEADER);
  }

  /** A state of norm 10, and a code of one factor. */
  private static Evidence code(float activation, float gap) {
    Codes.Packer codes = new Codes.Packer(1, 1, 50);
    codes.row(1, gap);
    codes.entry(7, activation);
    return evidence(state(10), codes);
  }

  private static float[] state(float value) {
    float[] state = new float[StreamOfStates.WIDTH];
    state[3] = value;
    return state;
  }

  private static Evidence evidence(float[] state, Codes.Packer codes) {
    return Evidence.newBuilder()
        .setModel(StreamOfStates.MODEL)
        .setStates(Vectors.pack(state, 1, StreamOfStates.WIDTH, ElementType.FLOAT32))
        .setCodes(codes.message())
        .setWeight(1)
        .addVectors(SampledVector.getDefaultInstance())
        .build();
  }

  private static Codes.Packer packed(SparseCodes codes) {
    Codes.Packer packer = new Codes.Packer(1, codes.factors().length, 50);
    packer.row(codes.support(0), codes.gaps()[0]);
    for (int entry = 0; entry < codes.support(0); entry++) {
      packer.entry(codes.factors()[entry], codes.activations()[entry]);
    }
    return packer;
  }

  private static Dictionary dictionary() {
    Random random = new Random(1);
    float[] atoms = new float[50 * StreamOfStates.WIDTH];
    for (int j = 0; j < 50; j++) {
      double squares = 0;
      for (int k = 0; k < StreamOfStates.WIDTH; k++) {
        atoms[j * StreamOfStates.WIDTH + k] = (float) random.nextGaussian();
        squares += Math.pow(atoms[j * StreamOfStates.WIDTH + k], 2);
      }
      for (int k = 0; k < StreamOfStates.WIDTH; k++) {
        atoms[j * StreamOfStates.WIDTH + k] /= (float) Math.sqrt(squares);
      }
    }
    return Dictionary.of(atoms, 50, StreamOfStates.WIDTH);
  }
}
