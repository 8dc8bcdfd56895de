package io.factorscope.sparse.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vector kernels against the scalar oracle, bit for bit, on odd sizes and extreme values. */
class KernelsTest {
  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector = new VectorKernels();
  private final SplittableRandom random = new SplittableRandom(1);

  private float[] floats(int n) {
    float[] values = new float[n];
    for (int k = 0; k < n; k++) {
      int exponent = random.nextInt(60) - 30;
      values[k] = (random.nextFloat() - 0.5f) * (float) Math.scalb(1.0, exponent);
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "7,31,5", "8,32,16", "9,33,17", "13,64,40", "64,100,384", "23,257,33"})
  void products(int rows, int factors, int width) {
    PackedDictionary dictionary = new PackedDictionary(floats(factors * width), factors, width);
    float[] x = floats(3 + rows * width);
    int ldc = dictionary.paddedFactors() + 5;
    float[] expected = new float[rows * ldc];
    float[] actual = new float[rows * ldc];
    scalar.product(x, 3, rows, dictionary, expected, ldc);
    vector.product(x, 3, rows, dictionary, actual, ldc);
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void aProductIsTheDotOfRows() {
    float[] atoms = floats(40 * 10);
    PackedDictionary dictionary = new PackedDictionary(atoms, 40, 10);
    float[] x = floats(20);
    float[] c = new float[2 * 64];
    vector.product(x, 0, 2, dictionary, c, 64);
    for (int j = 0; j < 64; j++) {
      double exact = 0;
      double size = 0;
      for (int k = 0; k < 10 && j < 40; k++) {
        exact += (double) x[10 + k] * atoms[j * 10 + k];
        size += Math.abs((double) x[10 + k] * atoms[j * 10 + k]);
      }
      assertThat((double) c[64 + j])
          .isCloseTo(exact, org.assertj.core.data.Offset.offset(1e-6 * size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 384, 1024})
  void dots(int n) {
    float[] a = floats(n + 3);
    float[] b = floats(n + 5);
    assertThat(vector.dot(a, 3, b, 5, n)).isEqualTo(scalar.dot(a, 3, b, 5, n));
    assertThat(vector.dotDouble(a, 3, b, 5, n)).isEqualTo(scalar.dotDouble(a, 3, b, 5, n));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 48, 400})
  void scaledSums(int n) {
    float[] x = floats(n + 2);
    double[] expected = new double[n];
    double[] actual = new double[n];
    for (int repeat = 0; repeat < 3; repeat++) {
      double alpha = random.nextDouble() - 0.5;
      scalar.addScaled(alpha, x, 2, expected, n);
      vector.addScaled(alpha, x, 2, actual, n);
    }
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "7,9,5", "4,8,16", "64,67,31", "5,3,40", "9,64,384", "131,20,17"})
  void rowsMinusProducts(int rows, int inner, int width) {
    double[][] a = doubles(rows + 2, inner + 3);
    double[][] right = doubles(inner, width);
    double[][] expected = doubles(rows, width);
    double[][] actual = Arrays.stream(expected).map(double[]::clone).toArray(double[][]::new);
    scalar.rowProducts().subtract(expected, a, 2, 3, right);
    vector.rowProducts().subtract(actual, a, 2, 3, right);
    assertThat(actual).isDeepEqualTo(expected);
  }

  /** Often a small integer, so that terms cancel exactly, to zeros of both signs. */
  private double often(double value) {
    return random.nextBoolean() ? value : Math.rint(1.4 * value);
  }

  private double[][] doubles(int rows, int width) {
    double[][] values = new double[rows][];
    for (int r = 0; r < rows; r++) {
      values[r] = random.doubles(width, -1, 1).map(this::often).toArray();
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"32,0", "32,1", "64,3", "160,4", "1536,43"})
  void gramRowsAndWhatIsAbove(int columns, int count) {
    int[] gram = random.ints(50L * columns / 2).toArray();
    int[] rows = random.ints(count, 0, 50).map(row -> row * columns / 2).toArray();
    float[] coefficients = floats(count);
    float[] expected = floats(columns);
    float[] actual = expected.clone();
    ActiveSetKernels oracle = scalar.activeSet();
    ActiveSetKernels fast = vector.activeSet();

    float max = oracle.addGramRows(gram, rows, coefficients, count, expected, columns);
    assertThat(fast.addGramRows(gram, rows, coefficients, count, actual, columns)).isEqualTo(max);
    assertThat(actual).isEqualTo(expected);

    for (float threshold : new float[] {max, Math.nextDown(max), 0, -1e-3f, -Float.MAX_VALUE}) {
      int[] into = new int[columns];
      int[] found = new int[columns];
      int above = oracle.above(expected, columns, threshold, into);
      assertThat(fast.above(expected, columns, threshold, found)).isEqualTo(above);
      assertThat(Arrays.copyOf(found, above)).isEqualTo(Arrays.copyOf(into, above));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,16", "3,5,32", "4,0,48", "8,40,48", "9,7,80"})
  void blockProducts(int rows, int inner, int columns) {
    Block left = new Block(floats(rows * 64), 64, 1);
    Block right = new Block(floats(Math.max(1, inner) * 96), 96, 1);
    Block transposed = new Block(floats(inner * 24 + rows), 1, 24);
    for (Block factor : java.util.List.of(left, transposed)) {
      Block expected = new Block(floats(rows * 96), 96, 1);
      Block actual = new Block(expected.values().clone(), 96, 1);
      scalar.activeSet().multiplyAdd(expected, factor, right, rows, inner, columns);
      vector.activeSet().multiplyAdd(actual, factor, right, rows, inner, columns);
      assertThat(actual.values()).isEqualTo(expected.values());
    }
  }

  @ParameterizedTest
  @CsvSource({"16,1", "48,4", "144,7", "384,43", "400,9"})
  void sumsAndDotsOfChosenAtoms(int n, int count) {
    float[] atoms = floats(60 * n);
    int[] offsets = random.ints(count, 0, 60).map(atom -> atom * n).toArray();
    float[] coefficients = floats(count);
    float[] expected = floats(n);
    float[] actual = expected.clone();
    scalar.activeSet().addAtoms(atoms, offsets, coefficients, count, expected, n);
    vector.activeSet().addAtoms(atoms, offsets, coefficients, count, actual, n);
    assertThat(actual).isEqualTo(expected);

    float[] dots = new float[count];
    float[] fastDots = new float[count];
    scalar.activeSet().dots(atoms, offsets, count, actual, n, dots);
    vector.activeSet().dots(atoms, offsets, count, actual, n, fastDots);
    assertThat(fastDots).isEqualTo(dots);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 15})
  void inverses(int p) {
    float[] matrix = new float[16 * 16];
    for (int i = 0; i < p; i++) {
      for (int k = 0; k < 16; k++) {
        matrix[i * 16 + k] = (i == k ? 2 : 0) + 0.1f * random.nextFloat();
      }
    }
    float[] expected = matrix.clone();
    float[] actual = matrix.clone();
    assertThat(scalar.activeSet().invert(expected, p, 0.1f)).isEqualTo(-1);
    assertThat(vector.activeSet().invert(actual, p, 0.1f)).isEqualTo(-1);
    assertThat(actual).isEqualTo(expected);
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        double sum = 0;
        for (int k = 0; k < p; k++) {
          sum += (double) actual[i * 16 + k] * matrix[k * 16 + j];
        }
        assertThat(sum).isCloseTo(i == j ? 1 : 0, org.assertj.core.data.Offset.offset(1e-5));
      }
    }
    assertThat(scalar.activeSet().invert(matrix.clone(), p, 10)).isZero();
    assertThat(vector.activeSet().invert(matrix.clone(), p, 10)).isZero();
  }

  @Test
  void packedEntriesAreWithinTheirRounding() {
    PackedGram gram = new PackedGram(70);
    float[] products = new float[96];
    for (int j = 0; j < 70; j++) {
      products[j] = j == 3 ? 1.002f : j == 4 ? -1.002f : 2 * random.nextFloat() - 1;
    }
    gram.pack(69, products, 0);
    for (int j = 0; j < 70; j++) {
      assertThat((double) gram.get(69, j))
          .isCloseTo(products[j], org.assertj.core.data.Offset.offset(PackedGram.ROUNDING));
    }
    assertThat(PackedGram.bytes(1536)).isEqualTo(2L * 1536 * 1536);
  }

  @Test
  void theChooserTakesVectorsWhenTheModuleIsThere() {
    assertThat(KernelChooser.choose("auto").name()).startsWith("vector-");
    assertThat(KernelChooser.choose("scalar").name()).isEqualTo("scalar");
    assertThatThrownBy(() -> KernelChooser.choose("fast"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use auto, vector or scalar");
  }
}
