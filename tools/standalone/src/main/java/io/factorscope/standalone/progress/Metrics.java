package io.factorscope.standalone.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** The metrics of a service, read from Prometheus' text format. */
public final class Metrics {

  private static final int NOT_CLOSED = -2;

  private final List<Sample> samples;

  private Metrics(List<Sample> samples) {
    this.samples = samples;
  }

  /** Reads metrics; lines that are none are passed over. */
  public static Metrics parse(String text) {
    List<Sample> samples = new ArrayList<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> add(line, samples));
    return new Metrics(samples);
  }

  /** Those of a service that does not answer. */
  public static Metrics none() {
    return new Metrics(List.of());
  }

  /** The sum of a metric over its labels; empty if there is none of the name. */
  public OptionalDouble sum(String name) {
    return isPresent(name) ? OptionalDouble.of(values(name).sum()) : OptionalDouble.empty();
  }

  /**
   * The sum of a metric over its samples with a label; empty if there is none.
   *
   * @param label as it is written, e.g. {@code step="learn"}
   */
  public OptionalDouble sum(String name, String label) {
    double[] values =
        samples.stream()
            .filter(sample -> sample.name().equals(name) && sample.labels().contains(label))
            .mapToDouble(Sample::value)
            .toArray();
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(DoubleStream.of(values).sum());
  }

  /** The largest value of a metric that is a number; empty if there is none. */
  public OptionalDouble max(String name) {
    return values(name).filter(value -> !Double.isNaN(value)).max();
  }

  private boolean isPresent(String name) {
    return values(name).findAny().isPresent();
  }

  private DoubleStream values(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).mapToDouble(Sample::value);
  }

  /** Adds a line {@code name{labels} value time}, of which labels and time may be absent. */
  private static void add(String line, List<Sample> samples) {
    int brace = line.indexOf('{');
    int nameEnd = brace < 0 ? line.indexOf(' ') : brace;
    int valueStart = brace < 0 ? nameEnd : labelsEnd(line, brace) + 1;
    if (nameEnd <= 0 || valueStart <= 0 || valueStart >= line.length()) {
      return;
    }
    String[] rest = line.substring(valueStart).strip().split("\\s+", -1);
    String name = line.substring(0, nameEnd);
    String labels = line.substring(nameEnd, valueStart);
    number(rest[0]).ifPresent(value -> samples.add(new Sample(name, labels, value)));
  }

  /** Where the labels are closed; a label's value may hold braces and quotation marks. */
  private static int labelsEnd(String line, int open) {
    boolean quoted = false;
    for (int i = open + 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '}' && !quoted) {
        return i;
      }
    }
    return NOT_CLOSED;
  }

  private static OptionalDouble number(String text) {
    try {
      return OptionalDouble.of(
          switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
          });
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private record Sample(String name, String labels, double value) {}
}
