package io.factorscope.audit;

/** What a step has shown, over all partitions; what it has shown again counts once. */
final class StepTotals {

  private final long since;
  private final LayerTally layers = new LayerTally();
  private long windows;
  private long tokens;
  private long vectors;
  private long recentTokens;
  private long recentVectors;
  private long latest;

  /**
   * The state before the first record.
   *
   * @param since from when on records count as recent, milliseconds since 1970
   */
  StepTotals(long since) {
    this.since = since;
  }

  /** Counts a window that was not seen before. */
  void window() {
    windows++;
  }

  /** Counts tokens of a record that were not seen before. */
  void tokens(Answer answer, int fresh) {
    long freshVectors = (long) fresh * answer.layers().size();
    layers.add(answer.layers(), fresh);
    tokens += fresh;
    vectors += freshVectors;
    latest = Math.max(latest, answer.time());
    if (answer.time() >= since) {
      recentTokens += fresh;
      recentVectors += freshVectors;
    }
  }

  LayerTally layers() {
    return layers;
  }

  long windows() {
    return windows;
  }

  long tokens() {
    return tokens;
  }

  long vectors() {
    return vectors;
  }

  /** When the last record with vectors was written, milliseconds since 1970; 0 for none. */
  long latest() {
    return latest;
  }

  long recentTokens() {
    return recentTokens;
  }

  long recentVectors() {
    return recentVectors;
  }
}
