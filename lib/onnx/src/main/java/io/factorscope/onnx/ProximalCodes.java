package io.factorscope.onnx;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * Codes that {@link ProximalSolver} found, not certified. Row i has its entries from {@code i *
 * room}, largest activation first.
 *
 * @param room entries of a row
 * @param supports factors above zero by row; if more than {@code room}, the smallest are missing
 * @param factors [rows][room]
 * @param activations [rows][room]; 0 beyond the support
 */
public record ProximalCodes(int room, int[] supports, int[] factors, float[] activations) {

  static ProximalCodes of(
      LongBuffer supports, LongBuffer factors, FloatBuffer activations, ProximalAtoms atoms) {
    float[] values = new float[activations.remaining()];
    activations.get(values);
    int[] counts = narrow(supports);
    return new ProximalCodes(values.length / counts.length, counts, named(factors, atoms), values);
  }

  private static int[] named(LongBuffer places, ProximalAtoms atoms) {
    int[] factors = new int[places.remaining()];
    for (int i = 0; i < factors.length; i++) {
      int place = (int) places.get(i);
      factors[i] = place < atoms.factors() ? atoms.factor(place) : -1;
    }
    return factors;
  }

  private static int[] narrow(LongBuffer values) {
    int[] narrow = new int[values.remaining()];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (int) values.get(i);
    }
    return narrow;
  }
}
