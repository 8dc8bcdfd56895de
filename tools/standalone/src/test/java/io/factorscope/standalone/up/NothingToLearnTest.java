package io.factorscope.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.audit.AuditProgress;
import io.factorscope.v1.FirstVersionWait;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When it is certain that no version 1 will come; all times are milliseconds. */
class NothingToLearnTest {

  private static final long SENT = 500;

  private final NothingToLearn nothing = new NothingToLearn();

  @Test
  void whatIsAllReadAndHeldOutIsInVain() {
    nothing.update(progress(1_000, 0, 1), SENT, waits(1, 0));
    assertThat(nothing.isCertain()).isFalse();
    nothing.update(progress(1_000, 0, 1), SENT, waits(1, 0));
    assertThat(nothing.isCertain()).isFalse();
    nothing.update(progress(2_000, 0, 1), SENT, waits(1, 0));
    assertThat(nothing.isCertain()).isTrue();
  }

  @Test
  void anEmptyCorpusIsInVain() {
    nothing.update(progress(1_000, 0, 0), SENT, waits(0, 0));
    nothing.update(progress(2_000, 0, 0), SENT, waits(0, 0));
    assertThat(nothing.isCertain()).isTrue();
  }

  @Test
  void vectorsToLearnFromAreWaitedFor() {
    nothing.update(progress(1_000, 0, 2), SENT, waits(2, 7));
    nothing.update(progress(2_000, 0, 2), SENT, waits(2, 7));
    assertThat(nothing.isCertain()).isFalse();
  }

  @Test
  void whatIsStillToBeSentEmbeddedOrReadMayBringSome() {
    nothing.update(progress(1_000, 0, 1), 0, waits(1, 0));
    nothing.update(progress(2_000, 0, 1), 0, waits(1, 0));
    assertThat(nothing.isCertain()).isFalse();
    nothing.update(progress(3_000, 0, 2), SENT, waits(1, 0));
    nothing.update(progress(4_000, 0, 2), SENT, waits(1, 0));
    assertThat(nothing.isCertain()).isFalse();
    nothing.update(progress(5_000, 3, 1), SENT, waits(1, 0));
    nothing.update(progress(6_000, 3, 1), SENT, waits(1, 0));
    assertThat(nothing.isCertain()).isFalse();
  }

  @Test
  void aDictionaryThatHasAVersionOrDoesNotTellIsNoWait() {
    nothing.update(progress(1_000, 0, 0), SENT, Optional.empty());
    nothing.update(progress(2_000, 0, 0), SENT, Optional.empty());
    assertThat(nothing.isCertain()).isFalse();
  }

  private static AuditProgress progress(long measured, long behind, long pending) {
    return new AuditProgress(measured, behind, pending, pending, 0, 0, 0);
  }

  private static Optional<FirstVersionWait> waits(long answered, long vectors) {
    return Optional.of(
        FirstVersionWait.newBuilder().setAnswered(answered).setVectors(vectors).build());
  }
}
