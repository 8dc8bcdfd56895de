package io.factorscope.sparse.learn;

import io.factorscope.sparse.Dictionary;

/**
 * All that a learner knows: what a checkpoint holds. Mutable and not thread-safe; {@link Learner}
 * changes it, {@link LearnerStateFormat} writes and reads it.
 */
public final class LearnerState {
  final LearnerSettings settings;
  final double[][] atoms; // [factors][width] the head version's, float32 values
  final Sums sums;
  final Generations generations;
  final long[] lastUse; // [factors] vectors learned when the factor was last used
  final ReplacementPool pool;
  final HeldOutReservoir heldOut;
  LearnerCounts counts;
  LearnerCounts countsAtVersion; // when the head version was made
  double mass; // Σ w t^ρ over what the sums hold
  double massOfOnes; // Σ t^ρ over the same
  int priorDue; // vectors that the belief in the atoms weighs as much as, until it is in the sums

  LearnerState(
      LearnerSettings settings, double[][] atoms, Generations generations, LearnerCounts counts) {
    this.settings = settings;
    this.atoms = atoms;
    int factors = atoms.length;
    int width = atoms[0].length;
    this.sums = new Sums(factors, width);
    this.generations = generations;
    this.lastUse = new long[factors];
    this.pool = new ReplacementPool((int) Math.ceil(settings.replacementShare() * factors));
    this.heldOut = new HeldOutReservoir(settings.reservoir(), width, settings.seed());
    this.counts = counts;
    this.countsAtVersion = counts;
  }

  /**
   * A learner's state before any evidence.
   *
   * @param first version 1
   * @param generations [factors] of version 1
   * @throws IllegalArgumentException if there is not one generation per factor
   */
  public static LearnerState first(Dictionary first, int[] generations, LearnerSettings settings) {
    double[][] atoms = rows(first);
    checkGenerations(generations, atoms.length);
    LearnerState state =
        new LearnerState(
            settings, atoms, Generations.first(generations, atoms), LearnerCounts.NONE);
    state.priorDue = settings.priorVectors();
    return state;
  }

  static void checkGenerations(int[] generations, int factors) {
    if (generations.length != factors) {
      throw new IllegalArgumentException(
          "%d generations for %d factors; each factor has one"
              .formatted(generations.length, factors));
    }
  }

  static double[][] rows(Dictionary dictionary) {
    float[] values = dictionary.atoms();
    double[][] rows = new double[dictionary.factors()][dictionary.width()];
    for (int j = 0; j < rows.length; j++) {
      for (int k = 0; k < rows[j].length; k++) {
        rows[j][k] = values[j * dictionary.width() + k];
      }
    }
    return rows;
  }

  /** Number of factors, m. */
  public int factors() {
    return atoms.length;
  }

  /** Length of an atom, d. */
  public int width() {
    return sums.width;
  }

  /** What this learner began with. */
  public LearnerSettings settings() {
    return settings;
  }

  /** A copy of the head version's atoms, row-major [factors][width]. */
  public float[] atoms() {
    float[] copy = new float[factors() * width()];
    for (int j = 0; j < factors(); j++) {
      for (int k = 0; k < width(); k++) {
        copy[j * width() + k] = (float) atoms[j][k];
      }
    }
    return copy;
  }

  /** A copy of the head version's generations, [factors]. */
  public int[] generations() {
    return generations.numbers.clone();
  }

  /** Evidence so far. */
  public LearnerCounts counts() {
    return counts;
  }

  /** Evidence when the head version was made. */
  public LearnerCounts countsAtVersion() {
    return countsAtVersion;
  }

  /** Vectors learned since the head version was made. */
  public long newlyLearned() {
    return counts.learned() - countsAtVersion.learned();
  }

  /** The sample of held-out vectors. Live. */
  public HeldOutReservoir heldOut() {
    return heldOut;
  }

  /** What one vector of weight 1 counts in the sums until the next version: t^ρ. */
  double growth() {
    double minibatches = 1 + (double) countsAtVersion.learned() / LearnerSettings.MINIBATCH;
    return StrictMath.pow(minibatches, settings.forgetting());
  }

  /** What {@code vectors} vectors of the usual weight would count in the sums now. */
  double massOf(double vectors) {
    double usualWeight = massOfOnes > 0 ? mass / massOfOnes : 1;
    return vectors * usualWeight * growth();
  }
}
