package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.sparse.Dictionary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnerCheckpointTest {
  private final LearnerState state = state();

  private static LearnerState state() {
    PlantedStream stream = new PlantedStream(40, 24, 4, 2);
    Dictionary first = stream.firstVersion();
    LearnerSettings settings = LearnerSettings.defaults(-3).withReservoir(20).withForgetting(1.5);
    LearnerState state = LearnerState.first(first, new int[40], settings);
    Learner learner = new Learner(state);
    learner.admit(stream.evidence(600, first, 0.1), ReplacedFactors.none());
    learner.update();
    learner.admit(stream.evidence(100, first, 0.1), ReplacedFactors.none());
    learner.hold(stream.evidence(15, first, 0.1));
    return state;
  }

  @Test
  void comesBackBitForBitFromPartsOfAnySize() {
    for (int partBytes : new int[] {24, 1000, 700_000}) {
      List<byte[]> parts = LearnerCheckpoint.write(state, partBytes);
      LearnerState back = LearnerCheckpoint.read(parts);

      assertThat(parts).allSatisfy(part -> assertThat(part.length).isLessThanOrEqualTo(partBytes));
      assertThat(back.settings()).isEqualTo(state.settings());
      assertThat(back.counts()).isEqualTo(state.counts());
      assertThat(back.newlyLearned()).isEqualTo(100);
      assertThat(back.atoms()).isEqualTo(state.atoms());
      assertThat(back.generations()).isEqualTo(state.generations());
      assertThat(back.heldOut().states()).isEqualTo(state.heldOut().states());
      assertThat(back.growth()).isEqualTo(state.growth());
      assertThat(back.pool.residuals).hasSameSizeAs(state.pool.residuals).isNotEmpty();
      assertThat(LearnerCheckpoint.write(back, 1000))
          .usingRecursiveComparison()
          .isEqualTo(LearnerCheckpoint.write(state, 1000));
    }
  }

  @Test
  void everyPartNamesItsNumberAndHowManyThereAre() {
    List<byte[]> parts = LearnerCheckpoint.write(state, 1000);

    for (int i = 0; i < parts.size(); i++) {
      ByteBuffer header = ByteBuffer.wrap(parts.get(i)).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(header.getInt(8)).isEqualTo(i);
      assertThat(header.getInt(12)).isEqualTo(parts.size());
    }
  }

  @Test
  void refusesWhatIsNotWhole() {
    List<byte[]> parts = LearnerCheckpoint.write(state, 1000);
    refused(parts.subList(0, parts.size() - 1), "the number of parts in part 0");
    refused(List.of(), "part 0 of the checkpoint is missing");

    List<byte[]> swapped = new ArrayList<>(parts);
    swapped.set(1, parts.get(2));
    refused(swapped, "the part number in part 1 of the checkpoint is 2, not 1");

    List<byte[]> cut = new ArrayList<>(parts);
    cut.set(1, Arrays.copyOf(parts.get(1), 21));
    refused(cut, "cut off");

    List<byte[]> foreign = new ArrayList<>(parts);
    foreign.set(0, new byte[100]);
    refused(foreign, "the magic number in part 0 of the checkpoint is 0");
  }

  private static void refused(List<byte[]> parts, String reason) {
    assertThatThrownBy(() -> LearnerCheckpoint.read(parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
