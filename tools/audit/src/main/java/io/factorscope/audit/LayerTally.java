package io.factorscope.audit;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How many tokens came with which layers: tokens that lack a layer which others have, have lost it.
 */
final class LayerTally {

  private final Map<List<Integer>, Long> tokens = new HashMap<>();

  void add(List<Integer> layers, int count) {
    tokens.merge(layers, (long) count, Long::sum);
  }

  /** All layers that some token has. */
  NavigableSet<Integer> layers() {
    NavigableSet<Integer> all = new TreeSet<>();
    tokens.keySet().forEach(all::addAll);
    return all;
  }

  /** Counts as lost the layers that tokens lack. */
  void check(Collection<Integer> all, AuditedStep step, Findings findings) {
    tokens.forEach(
        (layers, count) -> {
          int missing = all.size() - layers.size();
          if (missing > 0) {
            findings.lost(
                missing * count,
                step.label() + ": " + count + " tokens have layers " + layers + " of " + all);
          }
        });
  }
}
