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

class LearnerStateFormatTest {
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
      List<byte[]> parts = LearnerStateFormat.write(state, partBytes);
      LearnerState back = LearnerStateFormat.read(parts);

      assertThat(parts).allSatisfy(part -> assertThat(part.length).isLessThanOrEqualTo(partBytes));
      assertThat(back.settings()).isEqualTo(state.settings());
      assertThat(back.counts()).isEqualTo(state.counts());
      assertThat(back.newlyLearned()).isEqualTo(100);
      assertThat(back.atoms()).isEqualTo(state.atoms());
      assertThat(back.generations()).isEqualTo(state.generations());
      assertThat(back.heldOut().states()).isEqualTo(state.heldOut().states());
      assertThat(back.growth()).isEqualTo(state.growth());
      assertThat(back.pool.residuals).hasSameSizeAs(state.pool.residuals).isNotEmpty();
      assertThat(LearnerStateFormat.write(back, 1000))
          .usingRecursiveComparison()
          .isEqualTo(LearnerStateFormat.write(state, 1000));
    }
  }

  @Test
  void everyPartNamesItsNumberAndHowManyThereAre() {
    List<byte[]> parts = LearnerStateFormat.write(state, 1000);

    for (int i = 0; i < parts.size(); i++) {
      ByteBuffer header = ByteBuffer.wrap(parts.get(i)).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(header.getInt(8)).isEqualTo(i);
      assertThat(header.getInt(12)).isEqualTo(parts.size());
    }
  }

  @Test
  void refusesWhatIsNotWhole() {
    List<byte[]> parts = LearnerStateFormat.write(state, 1000);
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

  /** As it was written before the prior that is due was part of it. */
  @Test
  void readsTheFormatBefore() {
    LearnerState fresh =
        LearnerState.first(
            new PlantedStream(40, 24, 4, 2).firstVersion(),
            new int[40],
            LearnerSettings.defaults(-3));
    assertThat(LearnerStateFormat.read(List.of(formatBefore(fresh))).priorDue).isEqualTo(250);
    LearnerState back = LearnerStateFormat.read(List.of(formatBefore(state)));
    assertThat(back.priorDue).isZero();
    assertThat(LearnerStateFormat.write(back, 700_000))
        .usingRecursiveComparison()
        .isEqualTo(LearnerStateFormat.write(state, 700_000));
  }

  private static byte[] formatBefore(LearnerState state) {
    byte[] now = LearnerStateFormat.write(state, 700_000).getFirst();
    int due = 16 + 2 * 4 + 6 * 8 + 3 * 4 + 8 + 2 * 24 + 2 * 8;
    ByteBuffer before = ByteBuffer.allocate(now.length - 4).order(ByteOrder.LITTLE_ENDIAN);
    before.put(now, 0, due).put(now, due + 4, now.length - due - 4).putInt(4, 2);
    return before.array();
  }

  @Test
  void whateverIsChangedItIsReadOrRefused() {
    java.util.Random random = new java.util.Random(9);
    List<byte[]> parts = LearnerStateFormat.write(state, 100_000);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] changed = parts.getFirst().clone();
      // The counts and settings, where much depends on little, more often than the rest.
      int at = random.nextInt(random.nextBoolean() ? 180 : changed.length - 8);
      ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, random.nextInt());
      List<byte[]> all = new ArrayList<>(parts);
      all.set(0, random.nextInt(10) == 0 ? Arrays.copyOf(changed, at) : changed);
      refused += isRefused(all) ? 1 : 0;
    }
    assertThat(refused).isBetween(500, 2999);
  }

  private static boolean isRefused(List<byte[]> parts) {
    try {
      assertThat(LearnerStateFormat.read(parts).atoms()).isNotEmpty();
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static void refused(List<byte[]> parts, String reason) {
    assertThatThrownBy(() -> LearnerStateFormat.read(parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
