package io.factorscope.benchmarks.coder;

import java.io.PrintStream;
import java.util.Locale;

/** The report for people. */
public final class CoderTable {

  private static final String HEAD = "| %-22s | %-16s | %10s | %10s | %7s | %8s | %8s | %5s |%n";
  private static final String LINE =
      "| %-22s | %-16s | %,10.0f | %10.2f | %7.1f | %8.1e | %8.2e | %5d |%n";

  private CoderTable() {}

  /** Prints the table and what else was found. */
  public static void print(CoderReport report, PrintStream out) {
    out.printf(
        HEAD,
        "setting",
        "method",
        "codes/s",
        "x product",
        "support",
        "gap mean",
        "gap max",
        "forks");
    out.printf(HEAD, "---", "---", "--:", "--:", "--:", "--:", "--:", "--:");
    for (CoderRow row : report.rows()) {
      out.printf(
          Locale.ROOT,
          LINE,
          row.setting(),
          row.method(),
          row.codesPerSecond(),
          row.timesMatrixProduct(),
          row.supportMean(),
          row.gapMean(),
          row.gapMax(),
          row.forks());
    }
    if (report.twoThreads() != null) {
      out.printf(Locale.ROOT, "two threads against one: %.2f%n", report.twoThreads());
    }
    out.printf(
        Locale.ROOT,
        "own matrix product against ONNX Runtime's: %.2f%n",
        report.sgemmAgainstOnnxRuntime());
    report.missing().forEach(what -> out.println("missing: " + what));
  }
}
