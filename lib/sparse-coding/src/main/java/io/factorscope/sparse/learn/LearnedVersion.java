package io.factorscope.sparse.learn;

import io.factorscope.sparse.Dictionary;
import java.util.List;

/**
 * What an update made, and what it did. The arrays are copies.
 *
 * @param factors m
 * @param width d
 * @param atoms row-major [factors][width], float32, unit norm
 * @param generations [factors]
 * @param replaced factors that were dead and became something else, ascending
 * @param merged factors that had become another's duplicate, and became something else
 * @param drifted factors that moved into a new generation without either, ascending
 * @param counts of the evidence up to here
 */
public record LearnedVersion(
    int factors,
    int width,
    float[] atoms,
    int[] generations,
    int[] replaced,
    List<Merge> merged,
    int[] drifted,
    LearnerCounts counts) {

  /**
   * The atoms as a dictionary.
   *
   * @throws IllegalArgumentException if one is not finite or not of unit norm
   */
  public Dictionary dictionary() {
    return Dictionary.of(atoms, factors, width);
  }
}
