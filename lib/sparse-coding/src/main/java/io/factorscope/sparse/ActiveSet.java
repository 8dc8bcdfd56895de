package io.factorscope.sparse;

import io.factorscope.sparse.kernel.ActiveSetKernels;
import io.factorscope.sparse.kernel.PackedDictionary;
import io.factorscope.sparse.kernel.PackedGram;

/**
 * A primal active set for the non-negative lasso: the factors S in use, a feasible a on them, and
 * the minimiser on S that a moves to. Scratch of one worker.
 */
final class ActiveSet {
  private final int gramStride;
  private final int atomStride;
  private final GramInverse inverse;
  private final boolean[] member;

  /** The largest support that there is room for. */
  final int cap;

  int size;

  /** Factors by place. */
  final int[] factors;

  /** Where the factors' Gram rows begin, by place. */
  final int[] gramRows;

  /** Where the factors' atoms begin, by place. */
  final int[] atoms;

  /** Feasible activations by place. */
  final float[] a;

  /** The a that the correlations q of {@link GramPass} contain, by place. */
  final float[] contained;

  /** Gram rows of factors that left while q still contains them, and how much of each. */
  final int[] leftRows;

  final float[] leftActivations;
  int left;

  ActiveSet(PackedGram gram, PackedDictionary dictionary, ActiveSetKernels kernels, int cap) {
    int room = GramInverse.room(cap);
    this.cap = cap;
    this.gramStride = gram.rowInts();
    this.atomStride = dictionary.stride();
    this.inverse = new GramInverse(gram, kernels, cap);
    this.factors = new int[room];
    this.gramRows = new int[room];
    this.atoms = new int[room];
    this.a = new float[room];
    this.contained = new float[room];
    this.leftRows = new int[room];
    this.leftActivations = new float[room];
    this.member = new boolean[dictionary.paddedFactors()];
  }

  boolean contains(int factor) {
    return member[factor];
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      member[factors[i]] = false;
    }
    inverse.clear();
    size = 0;
    left = 0;
  }

  double activationSum() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += a[i];
    }
    return sum;
  }

  /** Adds a block of factors with activation zero, as {@link GramInverse#append} does. */
  int append(int[] block, int p, float[] right) {
    int added = inverse.append(block, p, right);
    for (int b = 0; b < added; b++) {
      int factor = block[b];
      factors[size] = factor;
      gramRows[size] = factor * gramStride;
      atoms[size] = factor * atomStride;
      a[size] = 0;
      contained[size++] = 0;
      member[factor] = true;
    }
    return added;
  }

  /**
   * Moves a to the minimiser over a >= 0 on S, dropping factors that reach zero. New factors that z
   * would make negative go first; then steps along the line from a to z, each to the first bound.
   * The objective never grows.
   */
  void settle() {
    while (true) {
      int blocked = firstBlocked();
      if (blocked >= 0) {
        delete(blocked);
        continue;
      }
      int bound = stepToBound();
      if (bound < 0) {
        System.arraycopy(inverse.z, 0, a, 0, size);
        return;
      }
      a[bound] = 0;
      delete(bound);
    }
  }

  private int firstBlocked() {
    for (int i = 0; i < size; i++) {
      if (inverse.z[i] <= 0 && a[i] <= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Moves a towards z until the first activation reaches zero; returns its place, or -1. */
  private int stepToBound() {
    float[] goal = inverse.z;
    float step = 1;
    int bound = -1;
    for (int i = 0; i < size; i++) {
      if (goal[i] <= 0) {
        float t = a[i] / (a[i] - goal[i]);
        if (bound < 0 || t < step) {
          step = t;
          bound = i;
        }
      }
    }
    if (bound >= 0) {
      for (int i = 0; i < size; i++) {
        a[i] = Math.max(0, a[i] + step * (goal[i] - a[i]));
      }
    }
    return bound;
  }

  /** Takes a place out of S; the last place moves there. */
  private void delete(int place) {
    inverse.remove(place);
    member[factors[place]] = false;
    if (contained[place] != 0) {
      leftRows[left] = gramRows[place];
      leftActivations[left++] = contained[place];
    }
    int last = --size;
    factors[place] = factors[last];
    gramRows[place] = gramRows[last];
    atoms[place] = atoms[last];
    a[place] = a[last];
    contained[place] = contained[last];
  }

  /**
   * One Newton step from the present a, then {@link #settle}.
   *
   * @param error D_S'r - lambda, exact, by place
   */
  void newton(float[] error) {
    inverse.newton(a, error);
    settle();
  }
}
