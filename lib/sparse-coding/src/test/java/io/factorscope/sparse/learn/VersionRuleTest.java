package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class VersionRuleTest {
  private static final Duration SOON = Duration.ofSeconds(1);

  @Test
  void makesAbout65VersionsOfTheFirst100000Vectors() {
    int versions = 0;
    long before = 0;
    for (long learned = 1; learned <= 100_000; learned++) {
      if (VersionRule.DEFAULT.closes(learned - before, before, SOON)) {
        versions++;
        before = learned;
      }
    }

    assertThat(versions).isBetween(60, 70);
  }

  @Test
  void closesByCountByGrowthOrByTime() {
    assertThat(VersionRule.DEFAULT.closes(511, 0, SOON)).isFalse();
    assertThat(VersionRule.DEFAULT.closes(512, 0, SOON)).isTrue();
    assertThat(VersionRule.DEFAULT.closes(4999, 100_000, SOON)).isFalse();
    assertThat(VersionRule.DEFAULT.closes(5000, 100_000, SOON)).isTrue();
    assertThat(VersionRule.DEFAULT.closes(1, 100_000, Duration.ofMinutes(10))).isTrue();
    assertThat(VersionRule.DEFAULT.closes(0, 100_000, Duration.ofHours(1))).isFalse();
  }

  @Test
  void sharesEverythingAtFirstAndNeverLessThanASixteenth() {
    assertThat(EvidenceShare.DEFAULT.after(0)).isEqualTo(1);
    assertThat(EvidenceShare.DEFAULT.after(300_000)).isEqualTo(1);
    assertThat(EvidenceShare.DEFAULT.after(600_000)).isEqualTo(0.5);
    assertThat(EvidenceShare.DEFAULT.after(1e9)).isEqualTo(1.0 / 16);
  }
}
