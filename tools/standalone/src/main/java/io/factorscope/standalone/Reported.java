package io.factorscope.standalone;

import java.util.function.IntSupplier;

/**
 * Work that tells its user of expected errors itself. Needed under {@link
 * io.factorscope.standalone.machine.OrderlyExit}: when the process is stopped, nobody would report
 * an exception that leaves the work.
 */
final class Reported {

  private static final int FAILED = 1;

  private Reported() {}

  /**
   * The work; an expected error becomes a line on standard error and status 1, any other a stack.
   */
  static IntSupplier of(IntSupplier work) {
    return () -> {
      try {
        return work.getAsInt();
      } catch (RuntimeException e) {
        UserErrors.message(e)
            .ifPresentOrElse(
                message -> System.err.println("factorscope: " + message), e::printStackTrace);
        return FAILED;
      }
    };
  }
}
