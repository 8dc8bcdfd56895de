package io.factorscope.sparse;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A solver with much scratch memory that few workers need: made with the first state. */
final class SolverOnDemand implements StateSolver {
  private final Supplier<StateSolver> maker;
  private @Nullable StateSolver solver;

  SolverOnDemand(Supplier<StateSolver> maker) {
    this.maker = maker;
  }

  @Override
  public void solve(State state, float[] c, int offset, SparseCodes.Builder into) {
    StateSolver made = solver;
    if (made == null) {
      made = maker.get();
      solver = made;
    }
    made.solve(state, c, offset, into);
  }
}
