package io.factorscope.benchmarks.ladder;

import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.local.StoppedException;
import java.util.Arrays;

/**
 * How rates are measured: after a warm-up, which is over when two windows agree, the median of some
 * windows.
 *
 * @param warmUpWindow seconds of a window of the warm-up
 * @param longestWarmUp seconds
 * @param agreement of two windows that ends the warm-up: relative difference
 * @param window seconds of a window that counts
 * @param windows how many count
 * @param streamWarmUp seconds, always, for the whole stream: it gets faster for long, as versions
 *     become rarer, so that two windows that agree say little
 */
public record Timing(
    double warmUpWindow,
    double longestWarmUp,
    double agreement,
    double window,
    int windows,
    double streamWarmUp) {

  /** What the documentation tells is measured with this. */
  public static final Timing FULL = new Timing(5, 45, 0.03, 10, 3, 60);

  private static final double SECOND = 1e9;

  /**
   * Tokens per second of a stage.
   *
   * @throws StoppedException if the signal is given meanwhile
   */
  double rate(Stage stage, StopSignal stop) {
    warmUp(stage, stop);
    return median(stage, stop);
  }

  /** The same of the whole stream. */
  double streamRate(Stage stream, StopSignal stop) {
    rateOver(streamWarmUp, stream, stop);
    return median(stream, stop);
  }

  private double median(Stage stage, StopSignal stop) {
    double[] rates = new double[windows];
    for (int i = 0; i < windows; i++) {
      rates[i] = rateOver(window, stage, stop);
    }
    Arrays.sort(rates);
    return rates[windows / 2];
  }

  private void warmUp(Stage stage, StopSignal stop) {
    double before = 0;
    for (double done = 0; done < longestWarmUp; done += warmUpWindow) {
      double now = rateOver(warmUpWindow, stage, stop);
      if (now > 0 && Math.abs(now - before) <= agreement * now) {
        return;
      }
      before = now;
    }
  }

  private static double rateOver(double seconds, Stage stage, StopSignal stop) {
    long begun = System.nanoTime();
    double tokens = 0;
    while (System.nanoTime() - begun < seconds * SECOND) {
      if (stop.isGiven()) {
        throw new StoppedException();
      }
      tokens += stage.work();
    }
    return tokens * SECOND / (System.nanoTime() - begun);
  }
}
