package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeldOutReservoirTest {

  @Test
  void isTheSameForAnyOrder() {
    HeldOutReservoir up = new HeldOutReservoir(100, 1, 5);
    HeldOutReservoir down = new HeldOutReservoir(100, 1, 5);
    for (int i = 0; i < 5000; i++) {
      offer(up, i, 1);
      offer(down, 4999 - i, 1);
    }

    assertThat(sorted(up)).isEqualTo(sorted(down)).hasSize(100).doesNotHaveDuplicates();
    assertThat(up.states()[0]).isEqualTo(up.identities()[0]);
    assertThat(up.layers()[0]).isEqualTo((int) (up.identities()[0] % 7));
  }

  @Test
  void isUniformOverTheStream() {
    int[] tenths = new int[10];
    for (long seed = 0; seed < 40; seed++) {
      HeldOutReservoir reservoir = new HeldOutReservoir(100, 1, seed);
      for (int i = 0; i < 5000; i++) {
        offer(reservoir, i, 1);
      }
      for (long identity : reservoir.identities()) {
        tenths[(int) (identity / 500)]++;
      }
    }
    // 4,000 draws: 400 in each tenth, standard deviation 19.
    for (int tenth : tenths) {
      assertThat(tenth).isBetween(320, 480);
    }
  }

  @Test
  void aVectorSampledAtAQuarterStandsForFour() {
    int fromQuarter = 0;
    for (long seed = 0; seed < 40; seed++) {
      HeldOutReservoir reservoir = new HeldOutReservoir(100, 1, seed);
      for (int i = 0; i < 4000; i++) {
        offer(reservoir, i, 1);
      }
      for (int i = 4000; i < 5000; i++) {
        offer(reservoir, i, 4);
      }
      fromQuarter +=
          (int) Arrays.stream(reservoir.identities()).filter(identity -> identity >= 4000).count();
    }
    // Half of the 4,000 places, standard deviation about 32.
    assertThat(fromQuarter).isBetween(1850, 2150);
  }

  private static void offer(HeldOutReservoir reservoir, int identity, double weight) {
    reservoir.offer(new float[] {identity}, 0, identity, identity % 7, weight);
  }

  private static long[] sorted(HeldOutReservoir reservoir) {
    long[] identities = reservoir.identities();
    Arrays.sort(identities);
    return identities;
  }
}
