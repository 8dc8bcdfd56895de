package io.factorscope.onnx;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/**
 * A dictionary as {@link ProximalSolver} takes it: its atoms dealt at random into blocks. Made once
 * per version, immutable; the same atoms give the same blocks.
 */
public final class ProximalAtoms {
  static final int BLOCK = 64;
  private static final int ITERATIONS = 60;

  /** Power iteration finds the largest eigenvalue from below. */
  private static final double MARGIN = 1.02;

  private final int factors;
  private final int width;
  private final int[] order;
  private final float[] steps;
  private final FloatBuffer values;

  /**
   * Copies atoms, and finds the step that suits each block.
   *
   * @param atoms row-major [factors][width], finite
   */
  public ProximalAtoms(float[] atoms, int factors, int width) {
    if (factors < 1 || width < 1 || atoms.length != (long) factors * width) {
      throw new IllegalArgumentException(
          "atoms have %d values; %d factors of width %d need %d"
              .formatted(atoms.length, factors, width, (long) factors * width));
    }
    this.factors = factors;
    this.width = width;
    this.order = shuffled(factors);
    int blocks = Math.ceilDiv(factors, BLOCK);
    this.steps = new float[blocks];
    this.values = memory((long) blocks * BLOCK * width);
    for (int b = 0; b < blocks; b++) {
      float[] block = block(atoms, b);
      double largest = largestEigenvalue(block);
      steps[b] = largest > 0 ? (float) (1 / (MARGIN * largest)) : 1;
      values.put(block);
    }
    values.flip();
  }

  private static FloatBuffer memory(long floats) {
    return Arena.ofAuto()
        .allocate(floats * Float.BYTES, Float.BYTES)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static int[] shuffled(int factors) {
    int[] order = new int[factors];
    SplittableRandom random = new SplittableRandom(factors);
    for (int j = 0; j < factors; j++) {
      int other = random.nextInt(j + 1);
      order[j] = order[other];
      order[other] = j;
    }
    return order;
  }

  /** [BLOCK][width], the last one filled up with zeros. */
  private float[] block(float[] atoms, int b) {
    float[] block = new float[BLOCK * width];
    for (int i = 0; i < Math.min(BLOCK, factors - b * BLOCK); i++) {
      System.arraycopy(atoms, order[b * BLOCK + i] * width, block, i * width, width);
    }
    return block;
  }

  /** Of the block's Gram matrix, by power iteration from the sum of its atoms. */
  private double largestEigenvalue(float[] block) {
    double[] vector = new double[width];
    for (int i = 0; i < block.length; i++) {
      vector[i % width] += block[i] * (1 + (i / width) % 7 * 0.01);
    }
    double largest = 0;
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double norm = norm(vector);
      if (norm == 0) {
        return largest;
      }
      vector = projected(block, vector, 1 / norm);
      largest = norm(vector);
    }
    return largest;
  }

  private double[] projected(float[] block, double[] vector, double scale) {
    double[] sum = new double[width];
    for (int at = 0; at < block.length; at += width) {
      double dot = 0;
      for (int k = 0; k < width; k++) {
        dot += block[at + k] * vector[k];
      }
      for (int k = 0; k < width; k++) {
        sum[k] += scale * dot * block[at + k];
      }
    }
    return sum;
  }

  private static double norm(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /** m. */
  public int factors() {
    return factors;
  }

  /** d. */
  public int width() {
    return width;
  }

  int blocks() {
    return steps.length;
  }

  /** The factor at a place of the blocks. */
  int factor(int place) {
    return order[place];
  }

  /** [blocks]. */
  FloatBuffer steps() {
    return FloatBuffer.wrap(steps);
  }

  /** [blocks][BLOCK][width]; direct, so that ONNX Runtime reads it in place. */
  FloatBuffer values() {
    return values.duplicate();
  }
}
