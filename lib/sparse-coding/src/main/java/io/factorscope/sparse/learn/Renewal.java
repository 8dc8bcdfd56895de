package io.factorscope.sparse.learn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Renews factors after the descent of an update, and counts generations. Near-duplicates are
 * merged, and dead factors replaced, as long as badly explained vectors offer something to replace
 * them with; the rest waits for the next version.
 */
final class Renewal {
  private final LearnerState state;
  private final ArrayDeque<double[]> directions;
  private final BitSet taken = new BitSet();
  private final BitSet renewed = new BitSet();
  private final List<Merge> merged = new ArrayList<>();
  private int[] replaced = {};
  private int[] drifted = {};

  /**
   * @param max how many factors may be renewed
   */
  Renewal(LearnerState state, int max) {
    this.state = state;
    this.directions =
        state.pool.drain().stream().limit(max).collect(Collectors.toCollection(ArrayDeque::new));
  }

  void run() {
    mergeDuplicates();
    replaceDead();
    countDrift();
  }

  private void mergeDuplicates() {
    if (directions.isEmpty()) {
      return;
    }
    for (NearDuplicates.Pair pair :
        NearDuplicates.find(state.atoms, state.settings.mergeCosine())) {
      if (directions.isEmpty()) {
        return;
      }
      if (!taken.get(pair.first()) && !taken.get(pair.second())) {
        merge(pair.first(), pair.second());
      }
    }
  }

  /** Merges two factors; the one with more evidence stays. */
  private void merge(int first, int second) {
    boolean firstStays = state.sums.a[first][first] >= state.sums.a[second][second];
    Merge merge = firstStays ? new Merge(first, second) : new Merge(second, first);
    state.sums.move(merge.dropped(), merge.kept());
    state.lastUse[merge.kept()] = Math.max(state.lastUse[first], state.lastUse[second]);
    taken.set(merge.kept());
    taken.set(merge.dropped());
    renew(merge.dropped());
    merged.add(merge);
  }

  /** Longest unused first. */
  private void replaceDead() {
    long limit = state.counts.learned() - state.settings.deadAfter();
    replaced =
        IntStream.range(0, state.factors())
            .filter(j -> state.lastUse[j] <= limit && !taken.get(j))
            .boxed()
            .sorted((i, j) -> Long.compare(state.lastUse[i], state.lastUse[j]))
            .limit(directions.size())
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    for (int factor : replaced) {
      state.sums.clear(factor);
      renew(factor);
    }
  }

  private void renew(int factor) {
    state.atoms[factor] = directions.removeFirst();
    state.lastUse[factor] = state.counts.learned();
    state.generations.advance(factor, state.atoms[factor]);
    renewed.set(factor);
  }

  private void countDrift() {
    drifted =
        IntStream.range(0, state.factors())
            .filter(j -> !renewed.get(j))
            .filter(j -> state.generations.hasLeft(j, state.atoms[j], state.settings.driftCosine()))
            .toArray();
    for (int factor : drifted) {
      state.generations.advance(factor, state.atoms[factor]);
    }
  }

  int[] replaced() {
    return replaced;
  }

  List<Merge> merged() {
    return List.copyOf(merged);
  }

  int[] drifted() {
    return drifted;
  }
}
