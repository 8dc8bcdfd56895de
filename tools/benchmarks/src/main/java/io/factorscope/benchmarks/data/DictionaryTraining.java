package io.factorscope.benchmarks.data;

import io.factorscope.benchmarks.Progress;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.ParallelCoder;
import io.factorscope.sparse.RowGramCoder;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.sparse.learn.EvidenceBatch;
import io.factorscope.sparse.learn.LearnedVersion;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerSettings;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.sparse.learn.ReplacedFactors;
import io.factorscope.sparse.learn.VersionRule;
import java.time.Duration;
import java.util.stream.LongStream;

/** Learns a dictionary of states, with the learner and the coder of the stream. */
final class DictionaryTraining {

  private static final int BATCH = 512;

  /** Rows closer than this to an atom that was taken do not become another (cosine). */
  private static final double SAME = 0.999;

  private final int factors;
  private final double lambda;
  private final VersionRule rule;
  private final long seed;
  private final Progress progress;

  /**
   * @param rule when a version closes
   * @param seed of the learner's samples
   */
  DictionaryTraining(int factors, double lambda, VersionRule rule, long seed, Progress progress) {
    this.factors = factors;
    this.lambda = lambda;
    this.rule = rule;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Learns of all states, in their order.
   *
   * @throws IllegalArgumentException if they hold fewer different ones than there are factors
   */
  Dictionary of(Rows states) {
    Dictionary dictionary = Dictionary.of(firstAtoms(states), factors, states.width());
    Learner learner =
        new Learner(
            LearnerState.first(dictionary, new int[factors], LearnerSettings.defaults(seed)));
    int threads = Runtime.getRuntime().availableProcessors();
    try (ParallelCoder coder = new ParallelCoder(new RowGramCoder(dictionary, lambda), threads)) {
      for (int from = 0; from < states.count(); from += BATCH) {
        Rows batch = states.range(from, Math.min(from + BATCH, states.count()));
        learner.admit(evidence(batch, from, coder), ReplacedFactors.none());
        boolean last = from + BATCH >= states.count();
        if (last || closes(learner.state())) {
          dictionary = next(learner);
          coder.swap(new RowGramCoder(dictionary, lambda));
        }
      }
    }
    return dictionary;
  }

  private boolean closes(LearnerState state) {
    return rule.closes(state.newlyLearned(), state.countsAtVersion().learned(), Duration.ZERO);
  }

  private Dictionary next(Learner learner) {
    LearnedVersion version = learner.update();
    progress.say(
        "dictionary %dx%d: %,d states learned",
        version.width(), version.factors(), version.counts().learned());
    return version.dictionary();
  }

  private static EvidenceBatch evidence(Rows batch, int first, ParallelCoder coder) {
    SparseCodes codes = coder.encode(batch.values(), batch.count());
    long[] identities = LongStream.range(first, first + batch.count()).toArray();
    return new EvidenceBatch(batch.values(), codes, 1, identities, new int[batch.count()]);
  }

  /** Normalised states, no two of them nearly the same. */
  private float[] firstAtoms(Rows states) {
    int width = states.width();
    float[] atoms = new float[Math.multiplyExact(factors, width)];
    int filled = 0;
    for (int row = 0; row < states.count() && filled < factors; row++) {
      System.arraycopy(states.values(), row * width, atoms, filled * width, width);
      Unit.normalise(atoms, filled * width, width);
      filled += isNew(atoms, filled, width) ? 1 : 0;
    }
    if (filled < factors) {
      throw new IllegalArgumentException(
          "only %d different states for %d factors; give more text".formatted(filled, factors));
    }
    return atoms;
  }

  private static boolean isNew(float[] atoms, int candidate, int width) {
    for (int j = 0; j < candidate; j++) {
      float cosine = 0;
      for (int k = 0; k < width; k++) {
        cosine += atoms[j * width + k] * atoms[candidate * width + k];
      }
      if (cosine > SAME) {
        return false;
      }
    }
    return true;
  }
}
