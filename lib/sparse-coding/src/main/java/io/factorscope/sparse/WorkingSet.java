package io.factorscope.sparse;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedDictionary;
import java.util.Arrays;

/**
 * The factors that coordinate descent works on, with their Gram matrix, activations and
 * correlations. Scratch of one worker; grows as needed.
 */
final class WorkingSet {
  private final PackedDictionary dictionary;
  private final Kernels kernels;

  /** Place of a factor in the set, or -1, by factor. */
  private final int[] place;

  private int room;
  int size;

  /** ||x - D a||^2; must be set, with the correlations, before descending. */
  double squares;

  /** Factors by place. */
  int[] factors = new int[0];

  /** Activations by place. */
  double[] a = new double[0];

  /** Correlations with the residual by place. */
  double[] q = new double[0];

  /** Gram matrix, [size][room]. */
  private double[] gram = new double[0];

  WorkingSet(PackedDictionary dictionary, Kernels kernels) {
    this.dictionary = dictionary;
    this.kernels = kernels;
    this.place = new int[dictionary.factors()];
    Arrays.fill(place, -1);
    grow(128);
  }

  boolean contains(int factor) {
    return place[factor] >= 0;
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      place[factors[i]] = -1;
    }
    size = 0;
  }

  /** Adds a factor with activation zero; its correlation must be set before descending. */
  void add(int factor) {
    if (size == room) {
      grow(2 * room);
    }
    int stride = dictionary.stride();
    float[] rows = dictionary.rows();
    int me = size++;
    place[factor] = me;
    factors[me] = factor;
    a[me] = 0;
    for (int i = 0; i <= me; i++) {
      double product = kernels.dotDouble(rows, factor * stride, rows, factors[i] * stride, stride);
      gram[me * room + i] = product;
      gram[i * room + me] = product;
    }
  }

  /** Drops the factors with activation zero. */
  void keepActive() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (a[i] > 0) {
        move(i, kept++);
      } else {
        place[factors[i]] = -1;
      }
    }
    size = kept;
  }

  /** Moves a place downwards, row and column; called in ascending order. */
  private void move(int from, int to) {
    if (from == to) {
      return;
    }
    factors[to] = factors[from];
    a[to] = a[from];
    place[factors[to]] = to;
    System.arraycopy(gram, from * room, gram, to * room, size);
    for (int i = 0; i < size; i++) {
      gram[i * room + to] = gram[i * room + from];
    }
  }

  double gram(int i, int k) {
    return gram[i * room + k];
  }

  /** Adds delta to an activation and keeps the correlations and ||r||^2 in step. */
  void step(int i, double delta) {
    int row = i * room;
    a[i] += delta;
    squares += delta * (delta * gram[row + i] - 2 * q[i]);
    for (int k = 0; k < size; k++) {
      q[k] -= delta * gram[row + k];
    }
  }

  private void grow(int wanted) {
    double[] old = gram;
    int oldRoom = room;
    room = wanted;
    factors = Arrays.copyOf(factors, room);
    a = Arrays.copyOf(a, room);
    q = Arrays.copyOf(q, room);
    gram = new double[Math.multiplyExact(room, room)];
    for (int i = 0; i < size; i++) {
      System.arraycopy(old, i * oldRoom, gram, i * room, size);
    }
  }
}
