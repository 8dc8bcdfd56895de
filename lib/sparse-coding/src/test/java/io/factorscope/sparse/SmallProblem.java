package io.factorscope.sparse;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Small problems of all kinds, each from its seed: any numbers of factors and widths, atoms that
 * are alike, opposite or dead, states inside and outside their cone, lambda from the state's norm
 * down to a millionth of it, and every scale that float has. Only exactly rounded arithmetic.
 *
 * @param states row-major, {@link #STATES} rows
 */
record SmallProblem(Dictionary dictionary, double lambda, float[] states) {
  static final int STATES = 4;

  /** A problem whose lambda is at least {@code least} times the norm of a usual state. */
  static SmallProblem of(long seed, double least) {
    SplittableRandom random = new SplittableRandom(seed);
    int factors = 1 + random.nextInt(70);
    int width = 1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 40);
    float[] atoms = atoms(random, factors, width);
    int exponent = random.nextInt(3) == 0 ? random.nextInt(-55, 25) : 0;
    float[] states = new float[STATES * width];
    for (int i = 0; i < STATES; i++) {
      double[] state = state(random, atoms, factors, width);
      for (int k = 0; k < width; k++) {
        states[i * width + k] = (float) Math.scalb(state[k], exponent);
      }
    }
    double share = Math.scalb(1.0, -random.nextInt(1 - Math.getExponent(least)));
    double lambda = Math.max(least, share * (0.5 + random.nextDouble()));
    return new SmallProblem(
        Dictionary.of(atoms, factors, width), Math.scalb(lambda, exponent), states);
  }

  private static float[] atoms(SplittableRandom random, int factors, int width) {
    float[] atoms = new float[factors * width];
    int kind = random.nextInt(5);
    double apart = Math.scalb(1.0, -random.nextInt(2, 14));
    for (int j = 0; j < factors; j++) {
      int like = j == 0 || random.nextBoolean() ? -1 : random.nextInt(j);
      float[] atom = new float[width];
      for (int k = 0; k < width; k++) {
        double other = like < 0 ? 0 : atoms[like * width + k];
        double value = 2 * random.nextDouble() - 1;
        atom[k] =
            (float)
                switch (kind) {
                  case 0 -> value;
                  case 1 -> Math.abs(value);
                  case 2 -> like < 0 ? value : other + apart * value;
                  case 3 -> like < 0 ? value + 0.5 : apart * value - other;
                  default -> k == (j * 7) % width ? (j % 2 == 0 ? 1 : -1) : 0;
                };
      }
      if (random.nextInt(30) > 0) {
        Planted.normalise(atom);
        System.arraycopy(atom, 0, atoms, j * width, width);
      }
    }
    return atoms;
  }

  private static double[] state(SplittableRandom random, float[] atoms, int factors, int width) {
    double[] state = new double[width];
    int kind = random.nextInt(6);
    int used = kind == 0 ? 0 : kind == 1 ? 1 : kind == 2 ? factors : 1 + random.nextInt(8);
    for (int u = 0; u < used; u++) {
      int j = random.nextInt(factors);
      double activation = random.nextDouble() * (kind == 3 ? -1 : 1) / used;
      for (int k = 0; k < width; k++) {
        state[k] += activation * atoms[j * width + k];
      }
    }
    double noise = kind == 5 ? 0 : kind == 0 ? 1 : Math.scalb(1.0, -random.nextInt(12));
    for (int k = 0; k < width; k++) {
      state[k] += noise * (2 * random.nextDouble() - 1) / width;
    }
    if (kind == 0 && random.nextInt(8) == 0) {
      Arrays.fill(state, 0);
    }
    return state;
  }
}
