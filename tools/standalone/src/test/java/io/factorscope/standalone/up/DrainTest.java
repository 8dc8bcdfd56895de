package io.factorscope.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.audit.AuditProgress;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** When a stream counts as drained, and when as stalled; all times are milliseconds. */
class DrainTest {

  private static final OptionalDouble NO_LAG = OptionalDouble.of(0);

  private final Drain drain = new Drain(Duration.ofSeconds(60), 0);

  @Test
  void twoMeasurementsAfterTheLastDocumentMustSaySo() {
    drain.update(progress(1_000, 0, 0), 500, NO_LAG, 1_000);

    assertThat(drain.isDrained()).isFalse();

    drain.update(progress(2_000, 0, 0), 500, NO_LAG, 2_000);

    assertThat(drain.isDrained()).isTrue();
  }

  @Test
  void theSameMeasurementCountsOnce() {
    drain.update(progress(1_000, 0, 0), 500, NO_LAG, 1_000);
    drain.update(progress(1_000, 0, 0), 500, NO_LAG, 2_000);

    assertThat(drain.isDrained()).isFalse();
  }

  @Test
  void measurementsBeforeTheLastDocumentProveNothing() {
    drain.update(progress(1_000, 0, 0), 0, NO_LAG, 1_000);
    drain.update(progress(2_000, 0, 0), 2500, NO_LAG, 2_000);
    drain.update(progress(3_000, 0, 0), 2500, NO_LAG, 3_000);

    assertThat(drain.isDrained()).isFalse();
  }

  @Test
  void whatIsPendingOrUnreadIsNotDrained() {
    drain.update(progress(1_000, 0, 3), 500, NO_LAG, 1_000);
    drain.update(progress(2_000, 5, 0), 500, NO_LAG, 2_000);
    drain.update(progress(3_000, 0, 0), 500, NO_LAG, 3_000);

    assertThat(drain.isDrained()).isFalse();

    drain.update(progress(4_000, 0, 1), 500, NO_LAG, 4_000);
    drain.update(progress(5_000, 0, 0), 500, NO_LAG, 5_000);

    assertThat(drain.isDrained()).isFalse();
  }

  @Test
  void whatIsNotLearnedYetIsNotDrained() {
    drain.update(progress(1_000, 0, 0), 500, OptionalDouble.of(7), 1_000);
    drain.update(progress(2_000, 0, 0), 500, OptionalDouble.of(1), 2_000);
    drain.update(progress(3_000, 0, 0), 500, NO_LAG, 3_000);

    assertThat(drain.isDrained()).isFalse();

    drain.update(progress(4_000, 0, 0), 500, NO_LAG, 4_000);

    assertThat(drain.isDrained()).isTrue();
  }

  @Test
  void aLearnerThatDoesNotTellIsWaitedFor() {
    drain.update(progress(1_000, 0, 0), 500, OptionalDouble.empty(), 1_000);
    drain.update(progress(2_000, 0, 0), 500, OptionalDouble.empty(), 2_000);

    assertThat(drain.isDrained()).isFalse();
  }

  @Test
  void aLearnerThatCatchesUpIsNoStandstill() {
    drain.update(progress(1_000, 0, 0), 500, OptionalDouble.of(700), 1_000);
    drain.update(progress(50_000, 0, 0), 500, OptionalDouble.of(600), 50_000);

    assertThat(drain.isStalled(109_000)).isFalse();
    assertThat(drain.isStalled(111_000)).isTrue();
  }

  @Test
  void isStalledWhenNothingMovesForTooLong() {
    drain.update(progress(1_000, 0, 3), 500, NO_LAG, 1_000);
    drain.update(progress(50_000, 0, 2), 500, NO_LAG, 50_000);
    drain.update(progress(100_000, 0, 2), 500, NO_LAG, 100_000);

    assertThat(drain.isStalled(109_000)).isFalse();
    assertThat(drain.isStalled(111_000)).isTrue();
  }

  private static AuditProgress progress(long measured, long behind, long pending) {
    return new AuditProgress(measured, behind, 10, pending, 100, 0, 0);
  }
}
