package io.factorscope.sparse.learn;

import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCodes;
import java.util.BitSet;

/**
 * How well a dictionary explains held-out vectors.
 *
 * @param vectors how many
 * @param explainedVariance an estimate, without bias, of what the dictionary explains of the stream
 *     that the vectors are a sample of: 1 − Σ||x − x̂||² / Σ||x − mean of its layer||², sums pooled
 *     over the vectors, with n / (n − 1) for the means of n vectors that are known of each layer;
 *     predicting the stream's mean scores 0. A layer's only vector is left out. NaN where nothing
 *     varies
 * @param meanSupport factors per code
 * @param deadShare share of the factors that no code uses
 */
public record HeldOutScore(
    int vectors, double explainedVariance, double meanSupport, double deadShare) {

  /**
   * Codes a sample and scores the codes.
   *
   * @throws io.factorscope.sparse.CodingException if a vector can't be coded
   * @throws IllegalArgumentException if the coder's width is not the sample's
   */
  public static HeldOutScore of(SparseCoder coder, HeldOutReservoir sample) {
    return new HeldOutScorer(coder).score(sample);
  }

  static HeldOutScore of(HeldOutReservoir sample, SparseCodes codes, float[] atoms, int factors) {
    BitSet used = new BitSet(factors);
    for (int factor : codes.factors()) {
      used.set(factor);
    }
    int vectors = codes.count();
    LayerMeans means = new LayerMeans(sample.states(), sample.layers(), sample.width());
    double error =
        new SquaredErrors(sample.states(), sample.width()).ofCodes(codes, atoms, means::spreads);
    double spread = means.spread();
    return new HeldOutScore(
        vectors,
        spread > 0 ? 1 - error / spread : Double.NaN,
        vectors == 0 ? 0 : (double) codes.factors().length / vectors,
        1 - (double) used.cardinality() / factors);
  }
}
