package io.factorscope.embedder.states;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthBatchesTest {

  @Test
  void everyTextIsInOneBatchThatFits() {
    Random random = new Random(1);
    int[] lengths = random.ints(1_000, 3, 67).toArray();
    List<int[]> batches = LengthBatches.of(lengths, 640);
    assertThat(batches.stream().flatMapToInt(Arrays::stream).sorted())
        .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
    assertThat(batches)
        .allSatisfy(batch -> assertThat(padded(batch, lengths)).isLessThanOrEqualTo(640));
  }

  @Test
  void littleOfABatchIsPadding() {
    int[] lengths = new Random(2).ints(1_000, 3, 67).toArray();
    int padded =
        LengthBatches.of(lengths, 640).stream().mapToInt(batch -> padded(batch, lengths)).sum();
    assertThat(padded).isLessThan((int) (1.03 * Arrays.stream(lengths).sum()));
  }

  @Test
  void aFewShortTextsAreNotPaddedToLongOnes() {
    int[] lengths = {66, 66, 66, 66, 66, 66, 66, 10, 8};
    assertThat(LengthBatches.of(lengths, 640))
        .containsExactly(new int[] {0, 1, 2, 3, 4, 5, 6}, new int[] {7, 8});
  }

  @Test
  void aTextOverTheLimitIsABatchOfItsOwn() {
    assertThat(LengthBatches.of(new int[] {5, 900, 5}, 640))
        .containsExactly(new int[] {1}, new int[] {0, 2});
  }

  @Test
  void nothingIsNoBatch() {
    assertThat(LengthBatches.of(new int[0], 640)).isEmpty();
  }

  private static int padded(int[] batch, int[] lengths) {
    return batch.length * Arrays.stream(batch).map(i -> lengths[i]).max().orElse(0);
  }
}
