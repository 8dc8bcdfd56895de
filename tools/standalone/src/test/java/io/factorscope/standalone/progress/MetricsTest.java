package io.factorscope.standalone.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The reading of the text format of metrics, torn lines included. */
class MetricsTest {

  private static final String TEXT =
      """
      # HELP factorscope_vectors_total Vectors that were coded
      # TYPE factorscope_vectors_total counter
      factorscope_vectors_total 12345.0
      factorscope_codes_support_sum{layer="0",} 100.0
      factorscope_codes_support_sum{layer="12",} 2.5E1
      factorscope_lag{step="code } {",note="a \\"quoted\\" brace }"} 7 1700000000000
      factorscope_gap_max NaN
      limit +Inf
      floor{a="b"} -Inf
      broken
      broken{a="b"
      broken{a="b"} many
      {a="b"} 3
      """;

  @Test
  void readsSamplesWithAndWithoutLabels() {
    Metrics metrics = Metrics.parse(TEXT);

    assertThat(metrics.sum("factorscope_vectors_total")).hasValue(12345.0);
    assertThat(metrics.sum("factorscope_lag")).hasValue(7.0);
    assertThat(metrics.sum("factorscope_codes_support_sum", "layer=\"12\"")).hasValue(25.0);
    assertThat(metrics.sum("factorscope_codes_support_sum", "layer=\"3\"")).isEmpty();
    assertThat(metrics.sum("limit")).hasValue(Double.POSITIVE_INFINITY);
    assertThat(metrics.sum("floor")).hasValue(Double.NEGATIVE_INFINITY);
  }

  @Test
  void sumsAndComparesOverLabels() {
    Metrics metrics = Metrics.parse(TEXT);

    assertThat(metrics.sum("factorscope_codes_support_sum")).hasValue(125.0);
    assertThat(metrics.max("factorscope_codes_support_sum")).hasValue(100.0);
  }

  @Test
  void whatIsNotThereIsEmptyNotZero() {
    Metrics metrics = Metrics.parse(TEXT);

    assertThat(metrics.sum("factorscope_vectors")).isEmpty();
    assertThat(metrics.sum("broken")).isEmpty();
    assertThat(metrics.max("factorscope_gap_max")).isEmpty();
    assertThat(Metrics.none().sum("factorscope_vectors_total")).isEmpty();
  }
}
