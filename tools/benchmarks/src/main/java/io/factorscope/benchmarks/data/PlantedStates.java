package io.factorscope.benchmarks.data;

import java.util.SplittableRandom;

/**
 * Planted data that behave like hidden states: atoms in correlated clusters with a shared
 * direction; states of sparse, positive sums of them, with a large mean and noise. Only exactly
 * rounded arithmetic, so that every machine makes the same bits.
 */
final class PlantedStates {

  private static final int CLUSTER = 24;

  /** Norms; a state's is about 10. */
  private static final float NOISE = 1;

  private static final float MEAN = 3;

  /** How much of the shared direction is in an atom: enough to be seen, too little to rule. */
  private static final float TO_MEAN = 0.05f;

  /** Activations are uniform between these. */
  private static final float LEAST = 0.4f;

  private static final float MOST = 2.4f;

  private final int factors;
  private final int width;
  private final SplittableRandom random;
  private final float[] mean;
  private final float[] atoms; // [factors][width]

  PlantedStates(int factors, int width, long seed) {
    this.factors = factors;
    this.width = width;
    this.random = new SplittableRandom(seed);
    this.mean = direction();
    this.atoms = new float[Math.multiplyExact(factors, width)];
    float[][] centres = new float[Math.max(1, factors / CLUSTER)][];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = direction();
    }
    for (int j = 0; j < factors; j++) {
      plant(j, centres[random.nextInt(centres.length)]);
    }
  }

  private void plant(int factor, float[] centre) {
    float[] atom = direction();
    float toCentre = random.nextFloat();
    for (int k = 0; k < width; k++) {
      atom[k] += toCentre * centre[k] + TO_MEAN * mean[k];
    }
    Unit.normalise(atom, 0, width);
    System.arraycopy(atom, 0, atoms, factor * width, width);
  }

  /** The known dictionary, row-major [factors][width], unit rows. Live. */
  float[] atoms() {
    return atoms;
  }

  /**
   * The next states.
   *
   * @param planted atoms in each
   */
  Rows states(int count, int planted) {
    float[] states = new float[Math.multiplyExact(count, width)];
    for (int i = 0; i < count; i++) {
      float[] noise = direction();
      for (int k = 0; k < width; k++) {
        states[i * width + k] = NOISE * noise[k] + MEAN * mean[k];
      }
      for (int p = 0; p < planted; p++) {
        addAtom(states, i * width);
      }
    }
    return new Rows(states, width);
  }

  private void addAtom(float[] states, int offset) {
    int factor = random.nextInt(factors);
    float activation = LEAST + (MOST - LEAST) * random.nextFloat();
    for (int k = 0; k < width; k++) {
      states[offset + k] += activation * atoms[factor * width + k];
    }
  }

  /** A random direction: nearly normal values, sums of 12 uniform ones. */
  private float[] direction() {
    float[] values = new float[width];
    for (int k = 0; k < width; k++) {
      float sum = -6;
      for (int i = 0; i < 12; i++) {
        sum += random.nextFloat();
      }
      values[k] = sum;
    }
    Unit.normalise(values, 0, width);
    return values;
  }
}
