package io.factorscope.standalone.up;

import io.factorscope.audit.AuditProgress;
import io.factorscope.v1.FirstVersionWait;
import java.util.Optional;

/**
 * Tells from the audit's progress and from what the dictionary waits for that no version 1 will
 * come of what was sent: all of it was embedded and read, and nothing of it may be learned from.
 */
final class NothingToLearn {

  /** One measurement may be of another moment than what the dictionary says. */
  private static final int MIN_MEASUREMENTS = 2;

  private long measured;
  private int certain;

  /**
   * Takes a measurement; a repeated one is ignored.
   *
   * @param completed when the last document was committed, milliseconds since 1970; 0 if it was not
   * @param wait what version 1 waits for; empty if there is one, or the service does not tell
   */
  void update(AuditProgress progress, long completed, Optional<FirstVersionWait> wait) {
    if (measured == progress.measured()) {
      return;
    }
    measured = progress.measured();
    boolean afterAll = completed > 0 && progress.measured() > completed;
    certain =
        afterAll
                && progress.behind() == 0
                && wait.filter(each -> isVain(each, progress)).isPresent()
            ? certain + 1
            : 0;
  }

  /** Without a version no record has all of its answers: all are pending. */
  private static boolean isVain(FirstVersionWait wait, AuditProgress progress) {
    return wait.getVectors() == 0 && wait.getAnswered() == progress.pending();
  }

  boolean isCertain() {
    return certain >= MIN_MEASUREMENTS;
  }
}
