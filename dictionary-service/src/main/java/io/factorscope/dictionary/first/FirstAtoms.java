package io.factorscope.dictionary.first;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The atoms of version 1: normalised states, no two of them nearly the same, filled up with random
 * directions.
 */
final class FirstAtoms {

  /** Raw token embeddings repeat exactly: atoms closer than this are one (cosine). */
  private static final double SAME = 0.999;

  private final int factors;
  private final int width;
  private final float[] atoms; // [factors][width]
  private int filled;
  private int random;

  private FirstAtoms(int factors, int width) {
    this.factors = factors;
    this.width = width;
    this.atoms = new float[Math.multiplyExact(factors, width)];
  }

  /**
   * @param drawn states in the order in which they are tried
   * @param seed of the random directions
   */
  static FirstAtoms of(List<StatesPool.State> drawn, int factors, int width, long seed) {
    FirstAtoms result = new FirstAtoms(factors, width);
    for (StatesPool.State state : drawn) {
      if (result.filled == factors) {
        break;
      }
      result.addIfNew(normalised(state.x(), state.norm()));
    }
    result.fillUp(new SplittableRandom(seed));
    return result;
  }

  private void addIfNew(float[] atom) {
    for (int j = 0; j < filled; j++) {
      if (cosine(atom, j) > SAME) {
        return;
      }
    }
    add(atom);
  }

  private void fillUp(SplittableRandom generator) {
    while (filled < factors) {
      float[] direction = new float[width];
      for (int i = 0; i < width; i++) {
        direction[i] = (float) generator.nextGaussian();
      }
      add(normalised(direction, StatesPool.norm(direction)));
      random++;
    }
  }

  private void add(float[] atom) {
    System.arraycopy(atom, 0, atoms, filled * width, width);
    filled++;
  }

  private double cosine(float[] atom, int j) {
    float even = 0;
    float odd = 0;
    int from = j * width;
    for (int i = 0; i + 1 < width; i += 2) {
      even += atom[i] * atoms[from + i];
      odd += atom[i + 1] * atoms[from + i + 1];
    }
    return width % 2 == 0 ? even + odd : even + odd + atom[width - 1] * atoms[from + width - 1];
  }

  private static float[] normalised(float[] x, double norm) {
    float[] atom = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      atom[i] = (float) (x[i] / norm);
    }
    return atom;
  }

  /** Row-major {@code [factors][width]}, unit rows. */
  float[] atoms() {
    return atoms;
  }

  /** How many are random directions. */
  int random() {
    return random;
  }
}
