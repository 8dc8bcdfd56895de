package io.factorscope.standalone.up;

import io.factorscope.audit.AuditProgress;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the audit's progress and the learner's place when everything is coded and learned, or
 * that nothing moves any more.
 */
final class Drain {

  /** One measurement may fall between the end of one transaction and the start of the next. */
  private static final int MIN_MEASUREMENTS = 2;

  private final Duration patience;
  private @Nullable AuditProgress last;
  private OptionalDouble lastLearnLag = OptionalDouble.empty();
  private int settled;
  private long lastMoveMillis;

  /**
   * A stream of which nothing is known yet.
   *
   * @param patience after so long without any move it is stalled
   * @param nowMillis milliseconds since 1970, as everywhere here
   */
  Drain(Duration patience, long nowMillis) {
    this.patience = patience;
    this.lastMoveMillis = nowMillis;
  }

  /**
   * Takes a measurement; a repeated one is ignored.
   *
   * @param completed when the last document was committed; 0 if it was not yet
   * @param learnLag records of evidence that wait for the learner; empty if it does not tell
   */
  void update(AuditProgress progress, long completed, OptionalDouble learnLag, long nowMillis) {
    if (last != null && last.measured() == progress.measured()) {
      return;
    }
    if (last == null || moved(last, progress) || !learnLag.equals(lastLearnLag)) {
      lastMoveMillis = nowMillis;
    }
    boolean afterAll = completed > 0 && progress.measured() > completed;
    boolean learned = learnLag.isPresent() && learnLag.getAsDouble() == 0;
    settled = afterAll && progress.settled() && learned ? settled + 1 : 0;
    last = progress;
    lastLearnLag = learnLag;
  }

  boolean isDrained() {
    return settled >= MIN_MEASUREMENTS;
  }

  boolean isStalled(long nowMillis) {
    return nowMillis - lastMoveMillis > patience.toMillis();
  }

  private static boolean moved(AuditProgress before, AuditProgress now) {
    return before.texts() != now.texts()
        || before.codes() != now.codes()
        || before.pending() != now.pending()
        || before.behind() != now.behind();
  }
}
