package io.factorscope.embedder.tokens;

import java.util.Arrays;
import java.util.Map;

/**
 * Finds the longest piece that a run of characters begins with: a trie whose edges lie in one hash
 * table with open addressing. 30,000 pieces take about 3 MB.
 */
final class PieceTrie {

  static final int NONE = -1;

  private static final int ROOT = 0;

  private long[] edges; // node << 16 | unit, plus 1 so that 0 means free
  private int[] targets; // [edges.length]
  private int[] ids; // [nodes]: the piece that ends here, or NONE
  private int nodes = 1;
  private int used;

  /**
   * @param pieces spelling to id; spellings are not empty
   */
  PieceTrie(Map<String, Integer> pieces) {
    edges = new long[1 << 12];
    targets = new int[1 << 12];
    ids = new int[1 << 10];
    Arrays.fill(ids, NONE);
    pieces.forEach(this::add);
  }

  /**
   * Looks for the longest piece that begins at {@code from} and ends before or at {@code to}.
   *
   * @return where it ends in the upper half and its id in the lower, or {@link #NONE}
   */
  long longest(char[] units, int from, int to) {
    int node = ROOT;
    long best = NONE;
    for (int i = from; i < to; i++) {
      node = targets[slot(edge(node, units[i]))];
      if (node == ROOT) {
        break;
      }
      if (ids[node] != NONE) {
        best = (long) (i + 1) << 32 | ids[node];
      }
    }
    return best;
  }

  private void add(String piece, int id) {
    int node = ROOT;
    for (int i = 0; i < piece.length(); i++) {
      node = child(node, piece.charAt(i));
    }
    ids[node] = id;
  }

  private int child(int node, char unit) {
    long edge = edge(node, unit);
    int slot = slot(edge);
    if (edges[slot] == edge) {
      return targets[slot];
    }
    if (++used * 2 > edges.length) {
      enlarge();
      slot = slot(edge);
    }
    edges[slot] = edge;
    targets[slot] = newNode();
    return targets[slot];
  }

  private int newNode() {
    if (nodes == ids.length) {
      ids = Arrays.copyOf(ids, nodes * 2);
      Arrays.fill(ids, nodes, ids.length, NONE);
    }
    return nodes++;
  }

  /** Where the edge is, or the free slot where it would be; a free slot's target is the root. */
  private int slot(long edge) {
    int mask = edges.length - 1;
    int slot = (int) ((edge * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (edges[slot] != edge && edges[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void enlarge() {
    long[] oldEdges = edges;
    int[] oldTargets = targets;
    edges = new long[oldEdges.length * 2];
    targets = new int[oldEdges.length * 2];
    for (int i = 0; i < oldEdges.length; i++) {
      if (oldEdges[i] != 0) {
        int slot = slot(oldEdges[i]);
        edges[slot] = oldEdges[i];
        targets[slot] = oldTargets[i];
      }
    }
  }

  private static long edge(int node, char unit) {
    return ((long) node << 16 | unit) + 1;
  }
}
