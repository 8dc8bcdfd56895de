package io.factorscope.benchmarks.data;

import java.util.List;

/**
 * A dictionary and states to be coded with it.
 *
 * @param source of states and dictionary
 * @param width d
 * @param factors m
 * @param supports mean supports for which a lambda is chosen, ascending
 * @param states how many are timed; a multiple of {@link #BATCH}
 */
public record DataSet(Source source, int width, int factors, List<Double> supports, int states) {

  /** States of one matrix product of ONNX Runtime. */
  public static final int BATCH = 256;

  /** The data sets of the benchmark of coders. */
  public static final List<DataSet> ALL =
      List.of(
          new DataSet(Source.TEXT, 384, 1536, List.of(12.0, 28.0, 48.0, 71.0), 2048),
          new DataSet(Source.TEXT, 384, 6144, List.of(62.0), 1024),
          new DataSet(Source.PLANTED, 768, 1500, List.of(46.0), 2048),
          new DataSet(Source.PLANTED, 768, 16384, List.of(83.0), 512));

  /** Where states and dictionary come from. */
  public enum Source {
    /** Hidden states of bge-small-en-v1.5 on English speeches; a dictionary learned of others. */
    TEXT,
    /** Sums of known atoms with noise; the dictionary is known. */
    PLANTED
  }

  public DataSet {
    supports = List.copyOf(supports);
    if (states < BATCH || states % BATCH != 0) {
      throw new IllegalArgumentException(
          "states is %d; it must be a multiple of %d".formatted(states, BATCH));
    }
  }

  /** {@code 384x1536}: width and factors. */
  public String name() {
    return width + "x" + factors;
  }
}
