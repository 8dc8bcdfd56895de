package io.factorscope.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class MatrixProductTest {

  private static final int FACTORS = 5;
  private static final int WIDTH = 3;
  private static final int ROWS = 2;

  @Test
  void multipliesEachBatchWithAllAtoms() {
    float[] atoms = numbers(FACTORS * WIDTH, 0.5f);
    float[] states = numbers(2 * ROWS * WIDTH + 1, -0.25f);
    try (MatrixProduct product = new MatrixProduct(atoms, FACTORS, WIDTH, ROWS, 1)) {
      product.load(states);

      assertThat(product.batches()).isEqualTo(2);
      for (int batch = 0; batch < 2; batch++) {
        FloatBuffer products = product.run(batch);
        for (int row = 0; row < ROWS; row++) {
          for (int j = 0; j < FACTORS; j++) {
            assertThat(products.get(row * FACTORS + j))
                .isCloseTo(dot(states, batch * ROWS + row, atoms, j), within(1e-4f));
          }
        }
      }
    }
  }

  private static float dot(float[] states, int row, float[] atoms, int factor) {
    float sum = 0;
    for (int k = 0; k < WIDTH; k++) {
      sum += states[row * WIDTH + k] * atoms[factor * WIDTH + k];
    }
    return sum;
  }

  private static float[] numbers(int count, float step) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = step * (i % 7 - 2);
    }
    return numbers;
  }
}
