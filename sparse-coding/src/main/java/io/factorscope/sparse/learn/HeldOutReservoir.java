package io.factorscope.sparse.learn;

import java.util.Arrays;

/**
 * A uniform sample of the held-out vectors of the whole stream, bounded, drawn by a seeded hash of
 * identity: it does not depend on the order in which they come.
 *
 * <p>A vector that was sampled at share s stands for 1/s of them, so its chance is that much
 * larger: those with the smallest exponential variates of rate 1/s stay (Efraimidis and Spirakis,
 * "Weighted random sampling with a reservoir", 2006). Not thread-safe.
 */
public final class HeldOutReservoir {
  private static final int PURPOSE = 1;

  final int width;
  final long seed;
  final float[] states; // [capacity][width]
  final int[] layers; // [capacity]
  final double[] keys; // [capacity]
  final long[] identities; // [capacity]
  int size;

  HeldOutReservoir(int capacity, int width, long seed) {
    this.width = width;
    this.seed = seed;
    this.states = new float[Math.multiplyExact(capacity, width)];
    this.layers = new int[capacity];
    this.keys = new double[capacity];
    this.identities = new long[capacity];
  }

  /** Number of vectors in it. */
  public int size() {
    return size;
  }

  /** Length of a vector, d. */
  public int width() {
    return width;
  }

  /** A copy of the vectors, row-major [size][width]. */
  public float[] states() {
    return Arrays.copyOf(states, size * width);
  }

  /** A copy of their layers, [size]. */
  public int[] layers() {
    return Arrays.copyOf(layers, size);
  }

  /** A copy of the hashes of their identities, [size]. */
  public long[] identities() {
    return Arrays.copyOf(identities, size);
  }

  void offer(float[] batch, int row, long identity, int layer, double weight) {
    double key = -StrictMath.log(IdentityHash.unit(identity, seed, PURPOSE)) / weight;
    if (size < keys.length) {
      put(size++, key, batch, row, identity, layer);
      return;
    }
    int largest = largestKey();
    if (key < keys[largest]) {
      put(largest, key, batch, row, identity, layer);
    }
  }

  private int largestKey() {
    int largest = 0;
    for (int i = 1; i < size; i++) {
      if (keys[i] > keys[largest]) {
        largest = i;
      }
    }
    return largest;
  }

  private void put(int place, double key, float[] batch, int row, long identity, int layer) {
    System.arraycopy(batch, row * width, states, place * width, width);
    keys[place] = key;
    identities[place] = identity;
    layers[place] = layer;
  }
}
