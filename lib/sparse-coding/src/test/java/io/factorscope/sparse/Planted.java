package io.factorscope.sparse;

import java.util.SplittableRandom;

/**
 * Planted data that behaves like hidden states: correlated atoms in clusters with a shared
 * direction, non-negative codes, a large mean and noise. Only exactly rounded arithmetic, so that
 * every JVM makes the same bits.
 */
public final class Planted {
  final int factors;
  final int width;
  private final SplittableRandom random;
  private final float[] atoms;
  private final float[] mean;

  public Planted(int factors, int width, long seed) {
    this.factors = factors;
    this.width = width;
    this.random = new SplittableRandom(seed);
    this.mean = gaussian(width);
    normalise(mean);
    this.atoms = new float[factors * width];
    float[][] centres = new float[Math.max(1, factors / 24)][];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = gaussian(width);
      normalise(centres[i]);
    }
    for (int j = 0; j < factors; j++) {
      float[] atom = atom(centres[random.nextInt(centres.length)]);
      System.arraycopy(atom, 0, atoms, j * width, width);
    }
  }

  private float[] atom(float[] centre) {
    float[] atom = gaussian(width);
    normalise(atom);
    float toCentre = 1.5f * random.nextFloat();
    for (int k = 0; k < width; k++) {
      atom[k] += toCentre * centre[k] + 0.25f * mean[k];
    }
    normalise(atom);
    return atom;
  }

  public Dictionary dictionary() {
    return Dictionary.of(atoms, factors, width);
  }

  float[] atoms() {
    return atoms.clone();
  }

  /** States of norm about 10, each from about {@code planted} atoms, with a mean and 10 % noise. */
  public float[] states(int count, int planted) {
    float[] states = new float[count * width];
    for (int i = 0; i < count; i++) {
      float[] state = gaussian(width);
      normalise(state);
      for (int p = 0; p < planted; p++) {
        int j = random.nextInt(factors);
        float u = random.nextFloat();
        for (int k = 0; k < width; k++) {
          state[k] += 6f * u * u * atoms[j * width + k] * (float) (1 / Math.sqrt(planted));
        }
      }
      for (int k = 0; k < width; k++) {
        state[k] += 3f * mean[k];
      }
      System.arraycopy(state, 0, states, i * width, width);
    }
    return states;
  }

  /** Nearly normal values: sums of 12 uniform ones. */
  private float[] gaussian(int n) {
    float[] values = new float[n];
    for (int k = 0; k < n; k++) {
      float sum = -6;
      for (int i = 0; i < 12; i++) {
        sum += random.nextFloat();
      }
      values[k] = sum;
    }
    return values;
  }

  static void normalise(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int k = 0; k < vector.length; k++) {
      vector[k] *= scale;
    }
  }
}
