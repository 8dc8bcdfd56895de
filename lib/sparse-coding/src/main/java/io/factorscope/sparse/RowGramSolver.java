package io.factorscope.sparse;

/**
 * The rounds of RBI: add the worst violators to the active set, settle, bring q up to date, until
 * no factor violates; then the strict end, which may send it back.
 */
final class RowGramSolver implements StateSolver {
  private static final int FIRST_BLOCK = 4;
  private static final int BLOCK = 8;

  /** Candidates reach down to this share of the largest violation. */
  private static final float REACH = 0.3f;

  /** The relative gap that rounds aim at; the rest of 1e-4 is for the strict end. */
  private static final double GOAL = 8e-5;

  /**
   * Activations that changed by less than this share of the violation, or less than {@link
   * #MIN_STALE} times lambda, are not yet passed on to q.
   */
  private static final float STALE_SHARE = 0.2f;

  private static final float MIN_STALE = 1e-3f;
  private static final int MAX_ROUNDS = 200;
  private static final int MAX_FAILURES = 5;

  private final ActiveSet set;
  private final GramPass pass;
  private final StrictEnd end;
  private final StateSolver roomier;
  private final StateSolver fallback;
  private final CodingStatistics statistics;
  private final float lambda;
  private final float minStale;
  private final int[] block = new int[GramInverse.MAX_BLOCK + 1];
  private final float[] right = new float[GramInverse.MAX_BLOCK + 1];

  private final int[] codeFactors;
  private final float[] codeActivations;

  /**
   * A solver.
   *
   * @param roomier takes the states whose support outgrows the active set
   * @param fallback takes the states on which rounds make no more progress
   */
  RowGramSolver(
      ActiveSet set,
      GramPass pass,
      StrictEnd end,
      StateSolver roomier,
      StateSolver fallback,
      CodingStatistics statistics) {
    this.set = set;
    this.pass = pass;
    this.end = end;
    this.roomier = roomier;
    this.fallback = fallback;
    this.statistics = statistics;
    this.lambda = (float) end.lambda();
    this.minStale = MIN_STALE * lambda;
    this.codeFactors = new int[set.cap];
    this.codeActivations = new float[set.cap];
  }

  @Override
  public void solve(State state, float[] c, int offset, SparseCodes.Builder into) {
    set.clear();
    pass.start(state, c, offset);
    int failures = 0;
    int round = 0;
    for (; round < MAX_ROUNDS && failures <= MAX_FAILURES; round++) {
      int p = chooseViolators(state, round == 0 ? FIRST_BLOCK : BLOCK);
      boolean atEnd = p == 0;
      if (atEnd) {
        end.check(state, set, pass);
        countDouble();
        if (end.gap <= SparseCoder.MAX_GAP) {
          statistics.code(round);
          emit(into);
          return;
        }
        p = chooseAmong(end.violators, end.violatorCount, BLOCK);
      }
      if (set.size + p > set.cap) {
        statistics.rounds(round);
        roomier.solve(state, c, offset, into);
        return;
      }
      int before = set.size;
      int added = advance(p, c, offset);
      if (atEnd || added == 0) {
        failures++;
      }
      // Without growth a stale q could send the same factors in and out for ever.
      pass.update(set, atEnd || set.size <= before ? 0 : staleness());
    }
    statistics.rounds(round);
    fallback.solve(state, c, offset, into);
  }

  private void countDouble() {
    if (end.inDouble) {
      statistics.checkInDouble();
    }
  }

  private float staleness() {
    return Math.max(minStale, STALE_SHARE * (pass.max - lambda));
  }

  /** Adds the block and settles; returns how many factors came. Without a block, a Newton step. */
  private int advance(int p, float[] c, int offset) {
    if (p == 0) {
      statistics.polish();
      set.newton(end.error);
      return 0;
    }
    for (int b = 0; b < p; b++) {
      right[b] = c[offset + block[b]] - lambda;
    }
    int added = set.append(block, p, right);
    set.settle();
    return added;
  }

  /** Fills block with the worst violators; none if the rounds have reached their goal. */
  private int chooseViolators(State state, int max) {
    float limit = lambda + tolerance(state);
    if (!(pass.max > limit)) {
      return 0;
    }
    float threshold = Math.max(limit, lambda + REACH * (pass.max - lambda));
    return chooseAmong(pass.candidates(), pass.findAbove(threshold), max);
  }

  /** What max q may exceed lambda by: then the gap is at most GOAL if q is lambda on S. */
  private float tolerance(State state) {
    double sum = set.activationSum();
    double wanted = sum > 0 ? GOAL * 0.5 * state.squares / sum : Double.MAX_VALUE;
    return (float) Math.min(0.01 * lambda, Math.max(2e-5 * lambda, wanted));
  }

  /** The candidates outside S with the largest q, descending; equal ones in ascending order. */
  private int chooseAmong(int[] candidates, int count, int max) {
    int p = 0;
    for (int i = 0; i < count; i++) {
      int factor = candidates[i];
      float value = pass.q[factor];
      if ((p == max && value <= pass.q[block[p - 1]]) || set.contains(factor)) {
        continue;
      }
      int at = p < max ? p++ : max - 1;
      while (at > 0 && pass.q[block[at - 1]] < value) {
        block[at] = block[at - 1];
        at--;
      }
      block[at] = factor;
    }
    return p;
  }

  private void emit(SparseCodes.Builder into) {
    int support = 0;
    for (int i = 0; i < set.size; i++) {
      if (set.a[i] > 0) {
        codeFactors[support] = set.factors[i];
        codeActivations[support++] = set.a[i];
      }
    }
    CodeOrder.sort(codeFactors, codeActivations, support);
    into.add(codeFactors, codeActivations, support, (float) end.gap);
  }
}
