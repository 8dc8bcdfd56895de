package io.factorscope.exactlyonce.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TopicTimeTest {

  private final AtomicLong clock = new AtomicLong(10_000);
  private final AtomicLong nanos = new AtomicLong(5);
  private final TopicTime time = new TopicTime(clock::get, nanos::get);

  @Test
  void goesOnWithoutRecords() {
    assertThat(time.now(9_000)).isEqualTo(9_000);
    pass(300);
    assertThat(time.now(9_000)).isEqualTo(9_300);
    pass(200);
    assertThat(time.now(9_400)).isEqualTo(9_400);
  }

  @Test
  void aClockThatIsAYearAheadMakesNothingOlder() {
    clock.addAndGet(TimeUnit.DAYS.toMillis(365));
    assertThat(time.now(9_000)).isEqualTo(9_000);
  }

  @Test
  void aRecordFromTheFutureMakesNothingOlder() {
    assertThat(time.now(9_000_000_000L)).isEqualTo(10_000);
  }

  private void pass(long millis) {
    clock.addAndGet(millis);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
