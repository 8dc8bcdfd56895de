package io.factorscope.sparse.learn;

import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCodes;
import java.util.Arrays;

/**
 * Learns a dictionary online: evidence is summed in the order in which it comes, and each {@link
 * #update} makes one version of it by one pass of block coordinate descent (Mairal et al. 2010).
 *
 * <p>Forgetting: evidence counts t^ρ, t being the number of mini-batches learned before its
 * version, which equals multiplying the old sums by (1 − 1/t)^ρ per mini-batch, as the update does
 * not depend on the sums' scale. So the sums are never decayed, and a version that closes early
 * forgets no more than it has learned. Not thread-safe.
 */
public final class Learner {
  /**
   * Version of the rules by which versions follow from evidence. Under other rules the same
   * evidence may give other versions, so that published ones can't be derived again. 1: the least
   * use of a factor is relative; versions are also compared with the best one.
   */
  public static final int RULES = 1;

  private static final int CANDIDATES = 2;

  /**
   * A factor has no evidence yet if its uses amount to less than this share of the squared
   * activations of an average vector: about a thousandth of one use. Relative, so that states of
   * another length are learned from in the same way.
   */
  private static final double MIN_USE = 1e-5;

  private final LearnerState state;

  /** Learns on from a state, which it owns from now on. */
  public Learner(LearnerState state) {
    this.state = state;
  }

  /** What this learner knows. Live: read it between calls. */
  public LearnerState state() {
    return state;
  }

  /**
   * Sums what may be learned of a batch.
   *
   * @param batch evidence that is not held out
   * @param since the factors that were replaced or merged after the version that made the codes
   * @return how many vectors were admitted; the rest is counted as refused
   * @throws IllegalArgumentException if the batch does not fit the dictionary; nothing has changed
   */
  public int admit(EvidenceBatch batch, ReplacedFactors since) {
    batch.checkFits(state.factors(), state.width());
    double growth = state.growth();
    int[] rows = new int[batch.count()];
    int admitted = 0;
    for (int row = 0; row < batch.count(); row++) {
      if (since.admits(batch.codes(), row)) {
        note(batch, row, growth);
        rows[admitted++] = row;
      } else {
        state.counts = state.counts.plus(0, 1, batch.weight());
      }
    }
    state.sums.add(batch, rows, admitted, batch.weight() * growth);
    return admitted;
  }

  /** Counts a batch that is too old to be learned from. */
  public void refuse(EvidenceBatch batch) {
    state.counts = state.counts.plus(0, batch.count(), batch.count() * batch.weight());
  }

  /**
   * Lets the vectors of a held-out batch into the reservoir.
   *
   * @throws IllegalArgumentException if the batch does not fit the dictionary; nothing has changed
   */
  public void hold(EvidenceBatch batch) {
    batch.checkFits(state.factors(), state.width());
    for (int row = 0; row < batch.count(); row++) {
      state.heldOut.offer(
          batch.states(), row, batch.identities()[row], batch.layers()[row], batch.weight());
    }
    state.counts = state.counts.plus(0, 0, batch.count() * batch.weight());
  }

  /** All that is learned of a vector but the sums. */
  private void note(EvidenceBatch batch, int row, double growth) {
    state.mass += batch.weight() * growth;
    state.massOfOnes += growth;
    state.counts = state.counts.plus(1, 0, batch.weight());
    markUse(batch.codes(), row);
    long identity = batch.identities()[row];
    LearnerSettings settings = state.settings;
    if (IdentityHash.unit(identity, settings.seed(), CANDIDATES) <= settings.candidateShare()) {
      offerResidual(batch, row);
    }
  }

  private void markUse(SparseCodes codes, int row) {
    for (int e = codes.offset(row); e < codes.offset(row + 1); e++) {
      state.lastUse[codes.factors()[e]] = state.counts.learned();
    }
  }

  /** By the head's atoms, though an older version may have made the code: it ranks, no more. */
  private void offerResidual(EvidenceBatch batch, int row) {
    int width = state.width();
    double[] residual = new double[width];
    double stateSquares = 0;
    for (int k = 0; k < width; k++) {
      residual[k] = batch.states()[row * width + k];
      stateSquares += residual[k] * residual[k];
    }
    SparseCodes codes = batch.codes();
    for (int e = codes.offset(row); e < codes.offset(row + 1); e++) {
      Rows.addScaled(residual, -codes.activations()[e], state.atoms[codes.factors()[e]]);
    }
    float[] values = new float[width];
    double squares = 0;
    for (int k = 0; k < width; k++) {
      values[k] = (float) residual[k];
      squares += (double) values[k] * values[k];
    }
    state.pool.offer(
        new ReplacementPool.Residual(values, squares, batch.identities()[row]), stateSquares);
  }

  /**
   * Makes the next version from all evidence so far. The atoms may move even if nothing new was
   * learned.
   */
  public LearnedVersion update() {
    return update(state.factors());
  }

  /**
   * The same.
   *
   * @param maxRenewed how many factors may be replaced or merged
   */
  public LearnedVersion update(int maxRenewed) {
    state.sums.symmetrise();
    Prior.addDue(state);
    new BlockDescent(state.sums, minUse(), state.atoms).run();
    Renewal renewal = new Renewal(state, maxRenewed);
    renewal.run();
    state.countsAtVersion = state.counts;
    return new LearnedVersion(
        state.factors(),
        state.width(),
        state.atoms(),
        state.generations(),
        renewal.replaced(),
        renewal.merged(),
        renewal.drifted(),
        state.counts);
  }

  /** In the unit of A_jj; 0 where there is no evidence at all. */
  private double minUse() {
    return state.mass > 0 ? MIN_USE * state.growth() * (state.sums.trace() / state.mass) : 0;
  }

  /**
   * Goes on from an earlier version (roll-back): its atoms become the fixed point, B := D A, and A,
   * what is known of the use of factors, weighs as much as {@link LearnerSettings#returnVectors}
   * new vectors.
   *
   * @param earlier the version returned to
   * @param generations [factors] of that version
   * @throws IllegalArgumentException if it has another shape than the dictionary that is learned
   */
  public void resetTo(Dictionary earlier, int[] generations) {
    checkShape(earlier);
    LearnerState.checkGenerations(generations, state.factors());
    takeAtoms(earlier);
    state.generations.returnTo(generations, state.atoms);
    state.sums.symmetrise();
    Prior.addDue(state);
    state.countsAtVersion = state.counts;
    if (state.mass > 0) {
      double mass = state.massOf(state.settings.returnVectors());
      state.sums.scaleA(mass / state.mass);
      state.massOfOnes = state.settings.returnVectors() * state.growth();
      state.mass = mass;
    } else {
      state.priorDue = state.settings.returnVectors();
    }
    state.sums.fixAt(state.atoms);
  }

  /**
   * Goes on from a version that this state can't reach by itself, as its evidence is lost or its
   * learner followed other rules: as {@link #resetTo} does, with the counts of the newest version.
   *
   * @param version to go on from
   * @param generations [factors] of that version
   * @param highest [factors] the highest generation that any version ever named: later ones are
   *     above it
   * @param counts of the newest version
   * @throws IllegalArgumentException if it has another shape than the dictionary that is learned
   */
  public void skipTo(Dictionary version, int[] generations, int[] highest, LearnerCounts counts) {
    checkShape(version);
    LearnerState.checkGenerations(highest, state.factors());
    state.counts = counts;
    resetTo(version, generations);
    state.generations.neverAgain(highest);
  }

  /**
   * Goes on from a dictionary learned elsewhere: A = its usage on the diagonal, B := D A. Every
   * factor begins a new generation.
   *
   * @param imported the new atoms
   * @param usage [factors] each factor's mean squared activation over vectors, not negative; all
   *     equal where it is not known
   * @throws IllegalArgumentException if the shape is another, or a usage is negative or not finite
   */
  public void importAtoms(Dictionary imported, double[] usage) {
    checkShape(imported);
    checkUsage(usage);
    takeAtoms(imported);
    for (int j = 0; j < state.factors(); j++) {
      state.generations.advance(j, state.atoms[j]);
    }
    state.countsAtVersion = state.counts;
    double mass = state.massOf(state.settings.returnVectors());
    double[] diagonal = new double[usage.length];
    for (int j = 0; j < usage.length; j++) {
      diagonal[j] = usage[j] * mass;
    }
    state.mass = mass;
    state.massOfOnes = state.settings.returnVectors() * state.growth();
    state.priorDue = 0;
    state.sums.setDiagonal(diagonal);
    state.sums.fixAt(state.atoms);
  }

  private void takeAtoms(Dictionary dictionary) {
    double[][] rows = LearnerState.rows(dictionary);
    System.arraycopy(rows, 0, state.atoms, 0, rows.length);
    Arrays.fill(state.lastUse, state.counts.learned());
    state.pool.residuals.clear();
  }

  private void checkShape(Dictionary other) {
    if (other.factors() != state.factors() || other.width() != state.width()) {
      throw new IllegalArgumentException(
          "a dictionary of %d factors x %d can't continue one of %d x %d; begin a new dictionary"
              .formatted(other.factors(), other.width(), state.factors(), state.width()));
    }
  }

  private void checkUsage(double[] usage) {
    LearnerState.checkGenerations(new int[usage.length], state.factors());
    for (int j = 0; j < usage.length; j++) {
      if (!(usage[j] >= 0) || usage[j] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "the usage of factor %d is %s; it must be finite and not negative"
                .formatted(j, usage[j]));
      }
    }
  }
}
