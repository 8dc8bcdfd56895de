package io.factorscope.sparse;

import java.util.Objects;

/**
 * What can be proven about a code, recomputed from scratch in double precision: state, dictionary,
 * lambda and code go in, nothing that a coder computed on its way.
 *
 * @param relativeGap duality gap / (0.5 ||x||^2); 0 for a zero state with an empty code
 * @param gap duality gap, absolute
 * @param objective 0.5 ||x - D a||^2 + lambda sum(a)
 * @param squaredError ||x - D a||^2
 * @param stateSquares ||x||^2
 * @param maxCorrelation the largest atom . (x - D a) of the dictionary; lambda at an optimum
 */
public record Certificate(
    double relativeGap,
    double gap,
    double objective,
    double squaredError,
    double stateSquares,
    double maxCorrelation) {

  /**
   * Certifies one code.
   *
   * @param dictionary the dictionary of the code
   * @param lambda weight of the penalty
   * @param states row-major [*][width]
   * @param row the state's row
   * @param codes the codes
   * @param code the code's row
   * @throws IndexOutOfBoundsException if there is no such state, code or factor
   */
  public static Certificate of(
      Dictionary dictionary, double lambda, float[] states, int row, SparseCodes codes, int code) {
    int width = dictionary.width();
    Objects.checkFromIndexSize((long) row * width, width, states.length);
    double[] residual = new double[width];
    for (int k = 0; k < width; k++) {
      residual[k] = states[row * width + k];
    }
    double sum = subtract(dictionary, codes, code, residual);
    double stateSquares = 0;
    double stateResidual = 0;
    double squaredError = 0;
    for (int k = 0; k < width; k++) {
      double x = states[row * width + k];
      stateSquares += x * x;
      stateResidual += x * residual[k];
      squaredError += residual[k] * residual[k];
    }
    double max = maxCorrelation(dictionary, residual);
    double gap = DualityGap.of(lambda, squaredError, stateResidual, sum, max);
    double objective = 0.5 * squaredError + lambda * sum;
    double relative = DualityGap.relative(gap, stateSquares);
    return new Certificate(relative, gap, objective, squaredError, stateSquares, max);
  }

  /** Subtracts D a from the residual; returns the sum of a. */
  private static double subtract(
      Dictionary dictionary, SparseCodes codes, int code, double[] residual) {
    float[] atom = new float[residual.length];
    double sum = 0;
    for (int e = codes.offset(code); e < codes.offset(code) + codes.support(code); e++) {
      dictionary.copyAtom(codes.factors()[e], atom, 0);
      double activation = codes.activations()[e];
      sum += activation;
      for (int k = 0; k < residual.length; k++) {
        residual[k] -= activation * atom[k];
      }
    }
    return sum;
  }

  private static double maxCorrelation(Dictionary dictionary, double[] residual) {
    float[] atom = new float[residual.length];
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < dictionary.factors(); j++) {
      dictionary.copyAtom(j, atom, 0);
      double correlation = 0;
      for (int k = 0; k < residual.length; k++) {
        correlation += atom[k] * residual[k];
      }
      max = Math.max(max, correlation);
    }
    return max;
  }
}
