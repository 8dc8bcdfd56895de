package io.factorscope.exactlyonce.backpressure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionFillTest {

  @Test
  void unreadBytesAreAShareOfTheLimit() {
    PartitionFill fill = new PartitionFill(1_000, 2_000, 500_000, 1_000_000);
    assertThat(fill.unreadShare(2_000)).isZero();
    assertThat(fill.unreadShare(1_500)).isEqualTo(0.25);
    assertThat(fill.unreadShare(1_000)).isEqualTo(0.5);
  }

  @Test
  void whatIsLostAlreadyCountsToo() {
    assertThat(new PartitionFill(1_000, 2_000, 1_000_000, 1_000_000).unreadShare(0)).isEqualTo(2);
  }

  @Test
  void withoutRecordsOrLimitThereIsNoPressure() {
    assertThat(new PartitionFill(7, 7, 0, 100).unreadShare(0)).isZero();
    assertThat(new PartitionFill(0, 7, 700, -1).unreadShare(0)).isZero();
  }
}
