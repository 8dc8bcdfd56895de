package io.factorscope.benchmarks;

import java.io.PrintStream;
import java.time.Duration;

/** Says on standard error what is being done, and how long it has taken so far. */
public final class Progress {

  private final PrintStream out;
  private final long begun = System.nanoTime();

  public Progress(PrintStream out) {
    this.out = out;
  }

  /** Prints a line with the time since the beginning. */
  public synchronized void say(String format, Object... arguments) {
    Duration since = Duration.ofNanos(System.nanoTime() - begun);
    out.printf(
        "benchmark: [%d:%02d] %s%n",
        since.toMinutes(), since.toSecondsPart(), format.formatted(arguments));
  }
}
