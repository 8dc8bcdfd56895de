package io.factorscope.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a child that died is waited for. */
class RestartRuleTest {

  @Test
  void pausesDoubleAndBeginAgainAfterAMinuteOfLife() {
    RestartRule rule = RestartRule.DEFAULT;

    assertThat(List.of(rule.pause(1), rule.pause(2), rule.pause(6), rule.pause(7), rule.pause(99)))
        .containsExactly(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(16),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));
    assertThat(rule.attemptAfter(7, Duration.ofSeconds(59))).isEqualTo(8);
    assertThat(rule.attemptAfter(7, Duration.ofSeconds(60))).isEqualTo(1);
  }
}
