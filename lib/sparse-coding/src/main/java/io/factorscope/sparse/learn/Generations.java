package io.factorscope.sparse.learn;

import java.util.Arrays;

/**
 * How often each factor has become something else. A factor's number only ever grows to one above
 * its highest, also after a roll-back: numbers are never used for two things.
 */
final class Generations {
  final int width;
  final int[] numbers; // [factors] the present generation
  final int[] highest; // [factors] that ever was
  final double[][] starts; // [factors][width] the atom at the start of the present generation

  Generations(int width, int[] numbers, int[] highest, double[][] starts) {
    this.width = width;
    this.numbers = numbers;
    this.highest = highest;
    this.starts = starts;
  }

  /** Every factor begins with the given generation and atom. */
  static Generations first(int[] numbers, double[][] atoms) {
    double[][] starts = Arrays.stream(atoms).map(double[]::clone).toArray(double[][]::new);
    return new Generations(atoms[0].length, numbers.clone(), numbers.clone(), starts);
  }

  /** The factor has become something else. */
  void advance(int factor, double[] atom) {
    numbers[factor] = ++highest[factor];
    starts[factor] = atom.clone();
  }

  /** Whether an atom is no longer what its generation began with. */
  boolean hasLeft(int factor, double[] atom, double driftCosine) {
    double product = 0;
    double squares = 0;
    double startSquares = 0;
    double[] start = starts[factor];
    for (int k = 0; k < width; k++) {
      product += start[k] * atom[k];
      squares += atom[k] * atom[k];
      startSquares += start[k] * start[k];
    }
    if (squares == 0) {
      return false;
    }
    return !(product >= driftCosine * Math.sqrt(squares * startSquares)) || startSquares == 0;
  }

  /** Marks numbers up to these as used, so that they are not given again. */
  void neverAgain(int[] used) {
    for (int j = 0; j < used.length; j++) {
      highest[j] = Math.max(highest[j], used[j]);
    }
  }

  /**
   * Returns to an earlier version's generations. The first atom of a generation that is not the
   * present one is no longer known; the atom returned to stands for it.
   */
  void returnTo(int[] earlier, double[][] atoms) {
    for (int j = 0; j < numbers.length; j++) {
      if (earlier[j] != numbers[j]) {
        numbers[j] = earlier[j];
        highest[j] = Math.max(highest[j], earlier[j]);
        starts[j] = atoms[j].clone();
      }
    }
  }
}
