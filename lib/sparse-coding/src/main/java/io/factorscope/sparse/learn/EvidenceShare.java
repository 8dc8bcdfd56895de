package io.factorscope.sparse.learn;

/**
 * What share of its vectors a coder sends as evidence: all at first, then as many as keep the work
 * of learning in proportion to the logarithm of the stream, but never too few to follow its drift.
 *
 * @param all number of coded vectors up to which everything is sent
 * @param min smallest share
 */
public record EvidenceShare(double all, double min) {

  /** All until 300,000 vectors, then at least 1/16. */
  public static final EvidenceShare DEFAULT = new EvidenceShare(300_000, 1.0 / 16);

  /**
   * The share after so many vectors.
   *
   * @param coded the sum of all weights of the evidence so far
   */
  public double after(double coded) {
    return coded <= all ? 1 : Math.max(min, all / coded);
  }
}
