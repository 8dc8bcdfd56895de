package io.factorscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.factorscope.models.ModelException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProximalSolverTest {
  private static final float GOAL = 8e-5f;

  private static ProximalSolver solver;

  @BeforeAll
  static void open() {
    solver = ProximalSolver.open(Device.CPU, 1);
  }

  @AfterAll
  static void close() {
    solver.close();
  }

  @ParameterizedTest
  @CsvSource({"200, 48, 0.2", "512, 96, 0.1", "130, 64, 0.3", "1, 8, 0.1"})
  void solvesToTheGoal(int factors, int width, float lambda) {
    float[] atoms = units(factors, width, 1);
    float[] states = states(atoms, factors, width, 100);

    ProximalCodes codes = solve(solver, atoms, factors, states, 0, 100, lambda, 100);

    int solved = 0;
    for (int row = 0; row < 100; row++) {
      assertThat(codes.supports()[row]).isBetween(0, factors);
      solved += gap(atoms, factors, states, row, codes, lambda) <= 1e-4 ? 1 : 0;
    }
    // A few rows may need more rounds than it makes.
    assertThat(solved).isGreaterThanOrEqualTo(90);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 63})
  void aCodeDoesNotDependOnTheRowsBesideIt(int count) {
    float[] atoms = units(150, 48, 2);
    float[] states = states(atoms, 150, 48, 64);
    ProximalCodes all = solve(solver, atoms, 150, states, 0, 64, 0.1f, 150);

    for (int from = 0; from + count <= 64; from += count) {
      ProximalCodes some = solve(solver, atoms, 150, states, from, count, 0.1f, 150);
      for (int i = 0; i < count; i++) {
        assertThat(some.supports()[i]).isEqualTo(all.supports()[from + i]);
        for (int e = 0; e < some.supports()[i]; e++) {
          int at = (from + i) * all.room() + e;
          assertThat(some.factors()[i * some.room() + e]).isEqualTo(all.factors()[at]);
          assertThat(some.activations()[i * some.room() + e]).isEqualTo(all.activations()[at]);
        }
      }
    }
  }

  @Test
  void moreFactorsThanThereIsRoomForShow() {
    float[] atoms = units(150, 48, 3);
    float[] states = states(atoms, 150, 48, 20);
    ProximalCodes whole = solve(solver, atoms, 150, states, 0, 20, 0.05f, 150);
    ProximalCodes cut = solve(solver, atoms, 150, states, 0, 20, 0.05f, 4);

    assertThat(cut.room()).isEqualTo(4);
    assertThat(cut.supports()).isEqualTo(whole.supports());
    assertThat(Arrays.stream(cut.supports()).max()).matches(most -> most.orElseThrow() > 4);
    for (int e = 0; e < Math.min(4, cut.supports()[0]); e++) {
      assertThat(cut.factors()[e]).isEqualTo(whole.factors()[e]);
      assertThat(cut.activations()[e]).isEqualTo(whole.activations()[e]);
    }
  }

  @Test
  void aRowOfZerosAndDeadAtomsAreNothingSpecial() {
    float[] atoms = units(70, 16, 4);
    Arrays.fill(atoms, 0, 16 * 64, 0);
    float[] states = states(atoms, 70, 16, 3);
    Arrays.fill(states, 16, 32, 0);

    ProximalCodes codes = solve(solver, atoms, 70, states, 0, 3, 0.1f, 70);

    assertThat(codes.supports()[1]).isZero();
    for (int row = 0; row < 3; row += 2) {
      assertThat(gap(atoms, 70, states, row, codes, 0.1f)).isLessThan(1e-4);
      for (int e = 0; e < codes.supports()[row]; e++) {
        assertThat(codes.factors()[row * codes.room() + e]).isBetween(64, 69);
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new ProximalAtoms(new float[7], 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("atoms have 7 values; 2 factors of width 4 need 8");
    float[] atoms = units(8, 4, 5);
    assertThatThrownBy(() -> solve(solver, atoms, 8, new float[8], 1, 2, 0.1f, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> ProximalSolver.open(Device.CPU, 0).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads is 0; it must be at least 1");
  }

  @Test
  void aClosedSolverSaysSo() {
    ProximalSolver closed = ProximalSolver.open(Device.CPU, 1);
    closed.close();
    closed.close();
    float[] atoms = units(8, 4, 6);
    assertThatThrownBy(() -> solve(closed, atoms, 8, new float[4], 0, 1, 0.1f, 8))
        .isInstanceOf(ModelClosedException.class);
  }

  @Test
  void cudaFailsWithTheReasonWhereItIsNot() {
    assumeFalse(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
        "this ONNX Runtime has CUDA");
    assertThatThrownBy(() -> ProximalSolver.open(Device.CUDA, 1).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("device 'cuda' can't be used")
        .hasMessageContaining("CUDA shared provider");
  }

  private static ProximalCodes solve(
      ProximalSolver solver,
      float[] atoms,
      int factors,
      float[] states,
      int from,
      int count,
      float lambda,
      int room) {
    ProximalAtoms prepared = new ProximalAtoms(atoms, factors, atoms.length / factors);
    return solver.solve(prepared, states, from, count, lambda, GOAL, room);
  }

  private static float[] units(int factors, int width, long seed) {
    Random random = new Random(seed);
    float[] atoms = new float[factors * width];
    for (int j = 0; j < factors; j++) {
      double squares = 0;
      for (int k = 0; k < width; k++) {
        atoms[j * width + k] = (float) random.nextGaussian() + 0.2f;
        squares += atoms[j * width + k] * atoms[j * width + k];
      }
      for (int k = 0; k < width; k++) {
        atoms[j * width + k] /= (float) Math.sqrt(squares);
      }
    }
    return atoms;
  }

  /** Sums of five atoms, with noise. */
  private static float[] states(float[] atoms, int factors, int width, int count) {
    Random random = new Random(9);
    float[] states = new float[count * width];
    for (int i = 0; i < count; i++) {
      for (int p = 0; p < 5; p++) {
        int j = random.nextInt(factors);
        float weight = 1 + 2 * random.nextFloat();
        for (int k = 0; k < width; k++) {
          states[i * width + k] += weight * atoms[j * width + k];
        }
      }
      for (int k = 0; k < width; k++) {
        states[i * width + k] += 0.05f * (float) random.nextGaussian();
      }
    }
    return states;
  }

  /** The relative duality gap of a code, from scratch in double precision. */
  private static double gap(
      float[] atoms, int factors, float[] states, int row, ProximalCodes codes, double lambda) {
    int width = atoms.length / factors;
    double[] residual = new double[width];
    for (int k = 0; k < width; k++) {
      residual[k] = states[row * width + k];
    }
    double sum = 0;
    for (int e = 0; e < codes.supports()[row]; e++) {
      int factor = codes.factors()[row * codes.room() + e];
      double activation = codes.activations()[row * codes.room() + e];
      sum += activation;
      for (int k = 0; k < width; k++) {
        residual[k] -= activation * atoms[factor * width + k];
      }
    }
    double max = 1e-300;
    for (int j = 0; j < factors; j++) {
      double correlation = 0;
      for (int k = 0; k < width; k++) {
        correlation += atoms[j * width + k] * residual[k];
      }
      max = Math.max(max, correlation);
    }
    double stateSquares = 0;
    double squares = 0;
    double fit = 0;
    for (int k = 0; k < width; k++) {
      double x = states[row * width + k];
      stateSquares += x * x;
      squares += residual[k] * residual[k];
      fit += x * residual[k];
    }
    double scale = Math.max(0, Math.min(lambda / max, fit / squares));
    return (0.5 * squares * (1 + scale * scale) + lambda * sum - scale * fit)
        / (0.5 * stateSquares);
  }
}
