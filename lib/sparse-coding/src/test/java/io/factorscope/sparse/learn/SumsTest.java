package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.sparse.SparseCodes;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SumsTest {
  private static final int FACTORS = 40;
  private static final int WIDTH = 9;

  private final SplittableRandom random = new SplittableRandom(1);

  /** More vectors than wait at a time, in batches of odd sizes, of which some rows are left out. */
  @Test
  void areThoseOfOneVectorAfterTheOtherBitForBit() {
    Sums sums = new Sums(FACTORS, WIDTH);
    double[][] a = new double[FACTORS][FACTORS];
    double[][] b = new double[FACTORS][WIDTH];
    for (int count : new int[] {1, 700, 3, 9500, 4096, 0, 400}) {
      EvidenceBatch batch = batch(count);
      int[] rows = IntStream.range(0, count).filter(row -> row % 5 != 3).toArray();
      double weight = 1 + random.nextDouble();
      sums.add(batch, rows, rows.length, weight);
      for (int row : rows) {
        addOne(batch, row, weight, a, b);
      }
    }

    sums.symmetrise();

    assertThat(sums.b).isDeepEqualTo(b);
    for (int i = 0; i < FACTORS; i++) {
      for (int j = i; j < FACTORS; j++) {
        assertThat(sums.a[i][j]).isEqualTo(a[i][j]);
        assertThat(sums.a[j][i]).isEqualTo(a[i][j]);
      }
    }
  }

  private EvidenceBatch batch(int count) {
    float[] states = new float[count * WIDTH];
    for (int k = 0; k < states.length; k++) {
      states[k] = (float) random.nextDouble(-1, 1);
    }
    SparseCodes.Builder codes = new SparseCodes.Builder(count);
    for (int row = 0; row < count; row++) {
      int[] factors = IntStream.range(0, FACTORS).filter(_ -> random.nextInt(4) == 0).toArray();
      float[] activations = new float[factors.length];
      for (int e = 0; e < factors.length; e++) {
        activations[e] = (float) random.nextDouble(0.01, 2);
      }
      codes.add(factors, activations, factors.length, 0);
    }
    return new EvidenceBatch(states, codes.build(), 1, new long[count], new int[count]);
  }

  private static void addOne(
      EvidenceBatch batch, int row, double weight, double[][] a, double[][] b) {
    SparseCodes codes = batch.codes();
    for (int e = codes.offset(row); e < codes.offset(row + 1); e++) {
      int factor = codes.factors()[e];
      double scaled = weight * codes.activations()[e];
      for (int f = e; f < codes.offset(row + 1); f++) {
        a[factor][codes.factors()[f]] += scaled * codes.activations()[f];
      }
      for (int k = 0; k < WIDTH; k++) {
        b[factor][k] = Math.fma(scaled, (double) batch.states()[row * WIDTH + k], b[factor][k]);
      }
    }
  }
}
