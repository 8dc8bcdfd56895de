package io.factorscope.benchmarks.ladder;

import java.util.Iterator;
import java.util.List;

/** Items over and over. */
final class Cycle<T> implements Iterator<T> {

  private final List<T> items;
  private int next;

  /**
   * @param items at least one
   */
  Cycle(List<T> items) {
    this.items = List.copyOf(items);
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public T next() {
    return items.get(next++ % items.size());
  }
}
