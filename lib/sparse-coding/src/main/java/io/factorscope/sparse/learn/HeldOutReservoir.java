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

  final int capacity;
  final int width;
  final long seed;
  float[] states = {}; // [at least size][width]
  int[] layers = {}; // [at least size]
  double[] keys = {}; // [at least size]
  long[] identities = {}; // [at least size]
  int size;

  HeldOutReservoir(int capacity, int width, long seed) {
    this.capacity = capacity;
    this.width = width;
    this.seed = seed;
  }

  /** Makes room for so many vectors: a large reservoir takes no more than what is in it. */
  void reserve(int vectors) {
    if (vectors > keys.length) {
      int room = Math.min(capacity, Math.max(vectors, 2 * keys.length));
      states = Arrays.copyOf(states, Math.multiplyExact(room, width));
      layers = Arrays.copyOf(layers, room);
      keys = Arrays.copyOf(keys, room);
      identities = Arrays.copyOf(identities, room);
    }
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
    if (size < capacity) {
      reserve(size + 1);
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
