package io.factorscope.sparse.learn;

import io.factorscope.sparse.SparseCodes;
import java.util.function.IntPredicate;

/**
 * What codes leave unexplained of states.
 *
 * @param states row-major [*][width]
 */
record SquaredErrors(float[] states, int width) {

  /** Σ ||x − D a||² over some of the rows. */
  double ofCodes(SparseCodes codes, float[] atoms, IntPredicate rows) {
    double sum = 0;
    for (int row = 0; row < codes.count(); row++) {
      sum += rows.test(row) ? ofCode(codes, row, atoms) : 0;
    }
    return sum;
  }

  private double ofCode(SparseCodes codes, int row, float[] atoms) {
    double[] residual = new double[width];
    for (int k = 0; k < width; k++) {
      residual[k] = states[row * width + k];
    }
    for (int e = codes.offset(row); e < codes.offset(row + 1); e++) {
      double activation = codes.activations()[e];
      int atom = codes.factors()[e] * width;
      for (int k = 0; k < width; k++) {
        residual[k] -= activation * atoms[atom + k];
      }
    }
    double squares = 0;
    for (double value : residual) {
      squares += value * value;
    }
    return squares;
  }
}
