package io.factorscope.standalone.up;

import io.factorscope.audit.AuditProgress;
import io.factorscope.v1.FirstVersionWait;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** When a run with {@code --exit} ends, and how. */
final class Ending {

  private final Drain drain;
  private final NothingToLearn nothing = new NothingToLearn();

  /**
   * The state of a run that has just begun.
   *
   * @param patience after so long without any move it is stalled
   * @param nowMillis milliseconds since 1970, as everywhere here
   */
  Ending(Duration patience, long nowMillis) {
    this.drain = new Drain(patience, nowMillis);
  }

  /**
   * Takes a measurement.
   *
   * @param completed when the last document was committed; 0 if it was not yet
   * @param learnLag records of evidence that wait for the learner; empty if it does not tell
   * @param wait what version 1 waits for; empty if there is one, or nobody tells
   */
  void update(
      AuditProgress progress,
      long completed,
      OptionalDouble learnLag,
      Optional<FirstVersionWait> wait,
      long nowMillis) {
    drain.update(progress, completed, learnLag, nowMillis);
    nothing.update(progress, completed, wait);
  }

  /** Whether everything is coded and learned. */
  boolean isDrained() {
    return drain.isDrained();
  }

  /** Whether what was sent waits for a version 1 that will not come of it. */
  boolean isVain() {
    return nothing.isCertain() && !drain.isDrained();
  }

  /** Whether nothing has moved for too long; while documents are sent, that is no standstill. */
  boolean isStalled(boolean allSent, long nowMillis) {
    return allSent && drain.isStalled(nowMillis);
  }
}
