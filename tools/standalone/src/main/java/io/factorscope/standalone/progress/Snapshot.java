package io.factorscope.standalone.progress;

import java.util.OptionalDouble;

/**
 * What the services say of themselves at one moment; empty is what no service tells.
 *
 * @param nanos when, on the clock of {@link System#nanoTime}
 * @param documents embedded since the embedder's start
 * @param tokens embedded since the embedder's start
 * @param vectors coded since the coder's start
 * @param supports sum of the supports of these codes
 * @param lag records that wait, before the embedder and before the coder
 * @param explainedVariance of the vectors coded with the version in use
 * @param largestGap relative duality gap, the largest of any code
 * @param version in use in the coder; before there is one, the dictionary's
 * @param learnLag records of evidence that wait for the learner; no number before it has read
 * @param learning what the dictionary's versions tell
 */
public record Snapshot(
    long nanos,
    OptionalDouble documents,
    OptionalDouble tokens,
    OptionalDouble vectors,
    OptionalDouble supports,
    OptionalDouble lag,
    OptionalDouble explainedVariance,
    OptionalDouble largestGap,
    OptionalDouble version,
    OptionalDouble learnLag,
    DictionaryProgress learning) {

  private static final String LEARN = "step=\"learn\"";
  private static final String LAG = "factorscope_lag";
  private static final String VERSION = "factorscope_dictionary_version";

  /** Puts together what the services tell. */
  public static Snapshot of(
      long nanos,
      Metrics embedder,
      Metrics coder,
      Metrics dictionary,
      DictionaryProgress learning) {
    OptionalDouble inUse = coder.max(VERSION);
    return new Snapshot(
        nanos,
        embedder.sum("factorscope_documents_total"),
        embedder.sum("factorscope_tokens_total"),
        coder.sum("factorscope_vectors_total"),
        coder.sum("factorscope_codes_support_sum"),
        sum(embedder.sum(LAG), coder.sum(LAG)),
        coder.max("factorscope_explained_variance"),
        coder.max("factorscope_gap_max"),
        inUse.isPresent() ? inUse : dictionary.max(VERSION),
        dictionary.sum(LAG, LEARN),
        learning);
  }

  /** Mean support of the codes since the earlier snapshot; of all while there are no new ones. */
  OptionalDouble supportSince(Snapshot earlier) {
    double codes = vectors.orElse(0) - earlier.vectors.orElse(0);
    double sum = supports.orElse(0) - earlier.supports.orElse(0);
    if (codes <= 0) {
      codes = vectors.orElse(0);
      sum = supports.orElse(0);
    }
    return supports.isPresent() && codes > 0
        ? OptionalDouble.of(sum / codes)
        : OptionalDouble.empty();
  }

  private static OptionalDouble sum(OptionalDouble a, OptionalDouble b) {
    return a.isEmpty() && b.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(a.orElse(0) + b.orElse(0));
  }
}
