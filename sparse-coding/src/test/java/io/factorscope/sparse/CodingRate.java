package io.factorscope.sparse;

import io.factorscope.sparse.kernel.Kernels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Prints the CPU time of coding as a multiple of the one matrix product, on one core: {@code
 * factors width lambda planted [coder]}, or with files of float32 little-endian instead of planted
 * data: {@code factors width lambda atoms-file states-file [coder]}.
 */
final class CodingRate {
  private static final int COUNT = 2048;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CodingRate() {}

  public static void main(String[] arguments) throws IOException {
    int factors = Integer.parseInt(arguments[0]);
    int width = Integer.parseInt(arguments[1]);
    double lambda = Double.parseDouble(arguments[2]);
    boolean files = arguments.length > 4 && Files.exists(Path.of(arguments[4]));
    Dictionary dictionary;
    float[] states;
    if (files) {
      dictionary = Dictionary.of(floats(arguments[3], factors * width), factors, width);
      states = floats(arguments[4], COUNT * width);
    } else {
      Planted planted = new Planted(factors, width, 3);
      dictionary = planted.dictionary();
      states = planted.states(COUNT, Integer.parseInt(arguments[3]));
    }
    String coder = arguments[arguments.length - 1];
    measure(
        coder.equals("WorkingSetCoder")
            ? new WorkingSetCoder(dictionary, lambda)
            : new RowGramCoder(dictionary, lambda),
        states);
  }

  private static float[] floats(String file, int count) throws IOException {
    float[] values = new float[count];
    ByteBuffer.wrap(Files.readAllBytes(Path.of(file)))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  private static void measure(SparseCoder coder, float[] states) {
    SparseCoder.Worker worker = coder.newWorker();
    SparseCodes.Builder into = new SparseCodes.Builder(COUNT);
    double[] products = new double[9];
    double[] codings = new double[9];
    for (int round = 0; round < 15; round++) {
      into.clear();
      double product = product(coder.dictionary(), states);
      long start = cpu();
      worker.encode(states, 0, COUNT, into);
      double coding = (cpu() - start) * 1e-3 / COUNT;
      if (round >= 6) {
        products[round - 6] = product;
        codings[round - 6] = coding;
      }
    }
    Arrays.sort(products);
    Arrays.sort(codings);
    report(coder, into.build(), products, codings);
  }

  /** CPU time of this thread, ns: neighbours on the machine do not count. */
  private static long cpu() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private static double product(Dictionary dictionary, float[] states) {
    int ldc = dictionary.packed().paddedFactors();
    float[] c = new float[64 * ldc];
    long start = cpu();
    for (int i = 0; i < COUNT; i += 64) {
      Kernels.best().product(states, i * dictionary.width(), 64, dictionary.packed(), c, ldc);
    }
    return (cpu() - start) * 1e-3 / COUNT;
  }

  private static void report(
      SparseCoder coder, SparseCodes codes, double[] products, double[] codings) {
    float worst = 0;
    double mean = 0;
    for (float gap : codes.gaps()) {
      worst = Math.max(worst, gap);
      mean += gap / codes.count();
    }
    System.out.printf(
        "support %.1f | product %.2f us (best %.2f) | coding %.2f us (best %.2f) | x %.2f (best %.2f) | gap mean %.1e max %.2e%n",
        (double) codes.offset(codes.count()) / codes.count(),
        products[4],
        products[0],
        codings[4],
        codings[0],
        codings[4] / products[4],
        codings[0] / products[0],
        mean,
        worst);
    if (coder instanceof RowGramCoder rows) {
      CodingStatistics did = rows.statistics();
      System.out.printf(
          "  rounds %.2f, in double %.4f, polished %.4f, fallen back %.4f a code%n",
          (double) did.rounds() / did.codes(),
          (double) did.checkedInDouble() / did.codes(),
          (double) did.polished() / did.codes(),
          (double) did.fallenBack() / did.codes());
    }
  }
}
