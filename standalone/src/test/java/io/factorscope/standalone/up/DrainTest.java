package io.factorscope.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.standalone.audit.AuditProgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a stream counts as drained, and when as stalled; all times are milliseconds. */
class DrainTest {

  private final Drain drain = new Drain(Duration.ofSeconds(60), 0);

  @Test
  void twoMeasurementsAfterTheLastDocumentMustSaySo() {
    drain.update(progress(1_000, 0, 0), 500, 1_000);

    assertThat(drain.isDrained()).isFalse();

    drain.update(progress(2_000, 0, 0), 500, 2_000);

    assertThat(drain.isDrained()).isTrue();
  }

  @Test
  void theSameMeasurementCountsOnce() {
    drain.update(progress(1_000, 0, 0), 500, 1_000);
    drain.update(progress(1_000, 0, 0), 500, 2_000);

    assertThat(drain.isDrained()).isFalse();
  }

  @Test
  void measurementsBeforeTheLastDocumentProveNothing() {
    drain.update(progress(1_000, 0, 0), 0, 1_000);
    drain.update(progress(2_000, 0, 0), 2500, 2_000);
    drain.update(progress(3_000, 0, 0), 2500, 3_000);

    assertThat(drain.isDrained()).isFalse();
  }

  @Test
  void whatIsPendingOrUnreadIsNotDrained() {
    drain.update(progress(1_000, 0, 3), 500, 1_000);
    drain.update(progress(2_000, 5, 0), 500, 2_000);
    drain.update(progress(3_000, 0, 0), 500, 3_000);

    assertThat(drain.isDrained()).isFalse();

    drain.update(progress(4_000, 0, 1), 500, 4_000);
    drain.update(progress(5_000, 0, 0), 500, 5_000);

    assertThat(drain.isDrained()).isFalse();
  }

  @Test
  void isStalledWhenNothingMovesForTooLong() {
    drain.update(progress(1_000, 0, 3), 500, 1_000);
    drain.update(progress(50_000, 0, 2), 500, 50_000);
    drain.update(progress(100_000, 0, 2), 500, 100_000);

    assertThat(drain.isStalled(109_000)).isFalse();
    assertThat(drain.isStalled(111_000)).isTrue();
  }

  private static AuditProgress progress(long measured, long behind, long pending) {
    return new AuditProgress(measured, behind, 10, pending, 100, 0, 0);
  }
}
