package io.factorscope.benchmarks.ladder;

import java.util.List;
import java.util.Locale;

/**
 * What the ladder found. Its names are read by scripts: they stay.
 *
 * @param rows the stages of the stream, each alone, in the order of the stream
 * @param harmonicSum tokens per second if the stages took turns at the machine: 1 / Σ 1/rate
 * @param stream tokens per second of the whole stream
 * @param ratio stream over harmonicSum
 * @param bareEmbed tokens per second of bare ONNX Runtime on the windows of the stage embed
 * @param evidenceShare share of the coded vectors that the learner was sent in the stream
 */
public record LadderReport(
    List<Row> rows,
    double harmonicSum,
    double stream,
    double ratio,
    double bareEmbed,
    double evidenceShare) {

  /** A stage and its rate. */
  public record Row(String rung, double tokensPerSecond) {}

  public LadderReport {
    rows = List.copyOf(rows);
  }

  static LadderReport of(List<Row> rows, double stream, double bareEmbed, double evidenceShare) {
    double harmonic = 1 / rows.stream().mapToDouble(row -> 1 / row.tokensPerSecond()).sum();
    return new LadderReport(rows, harmonic, stream, stream / harmonic, bareEmbed, evidenceShare);
  }

  /** The report for people. */
  public String table() {
    StringBuilder table = new StringBuilder();
    line(table, "rung", "tokens/s");
    line(table, "---", "--:");
    rows.forEach(row -> line(table, row.rung(), rate(row.tokensPerSecond())));
    line(table, "harmonic sum", rate(harmonicSum));
    line(table, "stream", rate(stream));
    line(table, "stream / harmonic sum", String.format(Locale.ROOT, "%.2f", ratio));
    line(table, "bare ONNX Runtime", rate(bareEmbed));
    return table.toString();
  }

  private static String rate(double rate) {
    return String.format(Locale.ROOT, "%,.0f", rate);
  }

  private static void line(StringBuilder table, String left, String right) {
    table.append(String.format("| %-22s | %10s |%n", left, right));
  }
}
