package io.factorscope.dictionary.learn;

import io.factorscope.sparse.SparseCodes;
import io.factorscope.sparse.learn.EvidenceBatch;
import io.factorscope.sparse.learn.EvidenceShare;
import io.factorscope.v1.VersionHeader;

/**
 * Whether a coder can have made evidence. Other numbers would poison what is learned, for good: the
 * sums never forget a number that is large enough.
 */
final class PlausibleEvidence {

  /** 1 / the smallest share that a version asks for. */
  private static final double MAX_WEIGHT = 1 / EvidenceShare.DEFAULT.min();

  /** So that no state of up to a million values is longer than a coder takes. */
  private static final float MAX_VALUE = 1e12f;

  /** What a coder promises of a code's relative duality gap. */
  private static final float MAX_GAP = 1e-4f;

  /**
   * Largest λ Σa / ||x||² of a code that is within the gap g of the optimum: (1 + √g)² / 4.
   *
   * <p>For any dual point θ the gap is G = ½||r − θ||² + λ Σa − Da·θ, with r = x − Da. As Da = x −
   * θ − (r − θ), with e = ||r − θ||: λ Σa ≤ (x − θ)·θ + e||θ|| + G − ½e², which is largest at ||θ||
   * = ½(||x|| + e) and e = √(2G) = √g ||x||. Neither D nor the norms of its atoms take part, so
   * that it holds for the codes of any version. The sums here are in double; 1e-6 is for the
   * rounding of the float activations, a thousand times over.
   */
  private static final double MAX_LASSO = 0.25 * Math.pow(1 + Math.sqrt(1e-4), 2) * (1 + 1e-6);

  private final int factors;
  private final int width;
  private final double lambda;

  PlausibleEvidence(VersionHeader dictionary) {
    this.factors = dictionary.getFactors();
    this.width = dictionary.getModel().getWidth();
    this.lambda = dictionary.getLambda();
  }

  /**
   * Checks evidence whose codes have the form of codes.
   *
   * @throws IllegalArgumentException naming the field, its value and what it must be
   */
  void check(EvidenceBatch batch) {
    if (!(batch.weight() >= 1 && batch.weight() <= MAX_WEIGHT)) {
      throw bad("weight", batch.weight(), "from 1 to " + MAX_WEIGHT);
    }
    if (batch.states().length != (long) batch.count() * width) {
      throw bad("states.rows", batch.states().length / width, "the codes' " + batch.count());
    }
    for (float value : batch.states()) {
      if (!(Math.abs(value) <= MAX_VALUE)) {
        throw bad("states.data", value, "a number of size " + MAX_VALUE + " at most");
      }
    }
    for (int row = 0; row < batch.count(); row++) {
      checkCode(batch, row);
    }
  }

  private void checkCode(EvidenceBatch batch, int row) {
    SparseCodes codes = batch.codes();
    float gap = codes.gaps()[row];
    if (!(gap >= 0 && gap <= MAX_GAP)) {
      throw bad("codes.gaps", gap, "from 0 to " + MAX_GAP);
    }
    double sum = 0;
    for (int entry = codes.offset(row); entry < codes.offset(row + 1); entry++) {
      if (codes.factors()[entry] >= factors) {
        throw bad("codes.factors", codes.factors()[entry], "below " + factors);
      }
      sum += codes.activations()[entry];
    }
    double max = MAX_LASSO * squaredNorm(batch.states(), row) / lambda;
    if (!(sum <= max)) {
      throw bad("codes.activations: the sum of a code", sum, "at most " + max + " for its state");
    }
  }

  private double squaredNorm(float[] states, int row) {
    double squares = 0;
    for (int k = row * width; k < (row + 1) * width; k++) {
      squares += (double) states[k] * states[k];
    }
    return squares;
  }

  private static IllegalArgumentException bad(String field, Object value, String must) {
    return new IllegalArgumentException(field + ": is " + value + ", must be " + must);
  }
}
