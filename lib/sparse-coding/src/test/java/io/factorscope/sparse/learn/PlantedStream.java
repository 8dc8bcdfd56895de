package io.factorscope.sparse.learn;

import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.sparse.SparseCodes;
import java.util.Random;

/** Vectors made from known atoms: x = D a with k random factors and half-normal activations. */
final class PlantedStream {
  final int factors;
  final int width;
  private final int active;
  private final float[] atoms;
  private final Random random;
  private long made;

  PlantedStream(int factors, int width, int active, long seed) {
    this.factors = factors;
    this.width = width;
    this.active = active;
    this.random = new Random(seed);
    this.atoms = directions(factors, width, random);
  }

  static float[] directions(int count, int width, Random random) {
    float[] atoms = new float[count * width];
    for (int j = 0; j < count; j++) {
      double squares = 0;
      for (int k = 0; k < width; k++) {
        atoms[j * width + k] = (float) random.nextGaussian();
        squares += (double) atoms[j * width + k] * atoms[j * width + k];
      }
      for (int k = 0; k < width; k++) {
        atoms[j * width + k] /= (float) Math.sqrt(squares);
      }
    }
    return atoms;
  }

  float[] atoms() {
    return atoms.clone();
  }

  /** A dictionary of normalised states, as version 1 is. */
  Dictionary firstVersion() {
    float[] states = states(factors);
    for (int j = 0; j < factors; j++) {
      double squares = 0;
      for (int k = 0; k < width; k++) {
        squares += (double) states[j * width + k] * states[j * width + k];
      }
      for (int k = 0; k < width; k++) {
        states[j * width + k] /= (float) Math.sqrt(squares);
      }
    }
    return Dictionary.of(states, factors, width);
  }

  /** Row-major [count][width]. */
  float[] states(int count) {
    float[] states = new float[count * width];
    for (int i = 0; i < count; i++) {
      for (int p = 0; p < active; p++) {
        int j = random.nextInt(factors);
        float activation = (float) Math.abs(random.nextGaussian());
        for (int k = 0; k < width; k++) {
          states[i * width + k] += activation * atoms[j * width + k];
        }
      }
    }
    return states;
  }

  /** The next vectors, coded with a dictionary; layers 0, 2, 4 in turn. */
  EvidenceBatch evidence(int count, Dictionary dictionary, double lambda) {
    return evidence(states(count), dictionary, lambda);
  }

  EvidenceBatch evidence(float[] states, Dictionary dictionary, double lambda) {
    int count = states.length / width;
    long[] identities = new long[count];
    int[] layers = new int[count];
    for (int i = 0; i < count; i++) {
      identities[i] = made++;
      layers[i] = 2 * (i % 3);
    }
    return new EvidenceBatch(states, code(states, dictionary, lambda), 1, identities, layers);
  }

  static SparseCodes code(float[] states, Dictionary dictionary, double lambda) {
    int count = states.length / dictionary.width();
    SparseCodes.Builder codes = new SparseCodes.Builder(count);
    SparseCoder coder = SparseCoders.best(dictionary, lambda);
    coder.newWorker().encode(states, 0, count, codes);
    return codes.build();
  }
}
