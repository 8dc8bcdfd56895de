package io.factorscope.sparse;

/** Solves one state at a time, given its correlations with all atoms. Not thread-safe. */
interface StateSolver {
  /**
   * Appends the code of one state.
   *
   * @param state what is known of the state
   * @param c correlations D x, [paddedFactors] from {@code offset}
   * @param offset where they begin
   * @param into receives the code
   */
  void solve(State state, float[] c, int offset, SparseCodes.Builder into);
}
