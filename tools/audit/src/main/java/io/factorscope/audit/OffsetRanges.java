package io.factorscope.audit;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of offsets, kept as ranges: those of a topic are nearly all of one piece. */
final class OffsetRanges {

  /** First offset to the offset after the last; no two touch. */
  private final NavigableMap<Long, Long> ranges = new TreeMap<>();

  /**
   * Adds offsets [first, end).
   *
   * @return how many of them are new
   */
  long add(long first, long end) {
    if (first >= end) {
      return 0;
    }
    Map.Entry<Long, Long> before = ranges.floorEntry(first);
    long from = before != null && before.getValue() >= first ? before.getKey() : first;
    NavigableMap<Long, Long> touched = ranges.subMap(from, true, end, true);
    long to = touched.isEmpty() ? end : Math.max(end, touched.lastEntry().getValue());
    long known = count(touched);
    touched.clear();
    ranges.put(from, to);
    return to - from - known;
  }

  boolean contains(long offset) {
    Map.Entry<Long, Long> range = ranges.floorEntry(offset);
    return range != null && offset < range.getValue();
  }

  /** How many offsets. */
  long count() {
    return count(ranges);
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** The lowest offset; there must be one. */
  long first() {
    return ranges.firstKey();
  }

  /** The offset after the highest; there must be one. */
  long end() {
    return ranges.lastEntry().getValue();
  }

  /** Those of [first, end). */
  OffsetRanges within(long first, long end) {
    OffsetRanges cut = new OffsetRanges();
    ranges.headMap(end).forEach((from, to) -> cut.add(Math.max(from, first), Math.min(to, end)));
    return cut;
  }

  /** Those that another set does not have. */
  OffsetRanges minus(OffsetRanges other) {
    OffsetRanges left = new OffsetRanges();
    ranges.forEach(
        (first, end) -> {
          long from = first;
          for (Map.Entry<Long, Long> gone : other.within(first, end).ranges.entrySet()) {
            left.add(from, gone.getKey());
            from = gone.getValue();
          }
          left.add(from, end);
        });
    return left;
  }

  /** The ranges with more offsets than given. */
  OffsetRanges longerThan(long most) {
    OffsetRanges longer = new OffsetRanges();
    ranges.forEach(
        (first, end) -> {
          if (end - first > most) {
            longer.add(first, end);
          }
        });
    return longer;
  }

  private static long count(Map<Long, Long> ranges) {
    return ranges.entrySet().stream().mapToLong(range -> range.getValue() - range.getKey()).sum();
  }
}
