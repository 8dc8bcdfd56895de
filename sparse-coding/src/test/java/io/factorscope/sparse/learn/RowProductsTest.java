package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RowProductsTest {

  @Test
  void equalsThePlainLoopBitForBitOnOddSizes() {
    Random random = new Random(1);
    for (int atoms : new int[] {1, 7, 8, 9, 64, 67}) {
      for (int width : new int[] {1, 5, 16, 31, 384}) {
        double[][] a = gaussian(atoms, atoms, random);
        double[][] d = gaussian(atoms, width, random);
        int first = atoms / 3;
        double[][] rows = gaussian(atoms - first, width, random);
        double[][] expected = new double[rows.length][];
        for (int r = 0; r < rows.length; r++) {
          expected[r] = rows[r].clone();
          for (int i = 0; i < atoms; i++) {
            for (int k = 0; k < width; k++) {
              expected[r][k] = expected[r][k] - a[first + r][i] * d[i][k];
            }
          }
        }

        RowProducts.subtract(rows, a, first, d);

        assertThat(rows).isDeepEqualTo(expected);
      }
    }
  }

  private static double[][] gaussian(int rows, int width, Random random) {
    double[][] values = new double[rows][width];
    for (double[] row : values) {
      for (int k = 0; k < width; k++) {
        row[k] = random.nextGaussian();
      }
    }
    return values;
  }
}
