package io.factorscope.edge.calls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallDeadlinesTest {

  @Test
  void readsWhatClientsSend() {
    assertThat(CallDeadlines.nanos("250m")).isEqualTo(250_000_000L);
    assertThat(CallDeadlines.nanos("99999999n")).isEqualTo(99_999_999L);
    assertThat(CallDeadlines.nanos("1S")).isEqualTo(1_000_000_000L);
    assertThat(CallDeadlines.nanos("7u")).isEqualTo(7_000L);
    assertThat(CallDeadlines.nanos("2M")).isEqualTo(120_000_000_000L);
    assertThat(CallDeadlines.nanos("1H")).isEqualTo(3_600_000_000_000L);
  }

  @Test
  void whatIsNoTimeoutIsNone() {
    assertThat(CallDeadlines.nanos("")).isNull();
    assertThat(CallDeadlines.nanos("S")).isNull();
    assertThat(CallDeadlines.nanos("5")).isNull();
    assertThat(CallDeadlines.nanos("-1S")).isNull();
    assertThat(CallDeadlines.nanos("123456789S")).isNull();
  }
}
