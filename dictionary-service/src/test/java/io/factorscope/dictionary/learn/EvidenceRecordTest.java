package io.factorscope.dictionary.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.SampledVector;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Codes;
import io.factorscope.wire.Vectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Numbers that would poison what is learned, for good, are refused. */
class EvidenceRecordTest {

  private static final VersionHeader HEADER =
      VersionHeader.newBuilder().setModel(StreamOfStates.MODEL).setFactors(50).build();

  @Test
  void takesWhatACoderMakes() throws BadRecordException {
    assertThat(read(16, 1e6f).batch().weight()).isEqualTo(16);
  }

  @Test
  void refusesWeightsThatNoShareMakes() {
    for (double weight : new double[] {0, 0.5, -1, 1e7, 1e300, Double.NaN}) {
      assertThatThrownBy(() -> read(weight, 1))
          .isInstanceOf(BadRecordException.class)
          .hasMessageContaining("weight");
    }
  }

  @Test
  void refusesStatesThatNoCoderTakes() {
    for (float value : new float[] {1e16f, -3e38f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> read(1, value))
          .isInstanceOf(BadRecordException.class)
          .hasMessageStartingWith("states.data: is ");
    }
  }

  private static EvidenceRecord read(double weight, float value) throws BadRecordException {
    float[] state = new float[StreamOfStates.WIDTH];
    state[3] = value;
    Codes.Packer codes = new Codes.Packer(1, 0, 50);
    codes.row(0, 0);
    Evidence evidence =
        Evidence.newBuilder()
            .setModel(StreamOfStates.MODEL)
            .setStates(Vectors.pack(state, 1, StreamOfStates.WIDTH, ElementType.FLOAT32))
            .setCodes(codes.message())
            .setWeight((float) weight)
            .addVectors(SampledVector.getDefaultInstance())
            .build();
    return EvidenceRecord.of(
        new ConsumerRecord<>("evidence", 0, 0, new byte[0], new byte[0]), evidence, HEADER);
  }
}
