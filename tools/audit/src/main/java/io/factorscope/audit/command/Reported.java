package io.factorscope.audit.command;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Work that reports expected errors itself. Needed under {@link OrderlyExit}: when the process is
 * stopped, nobody would report an exception that leaves the work.
 */
public final class Reported {

  private static final int FAILED = 1;

  private Reported() {}

  /**
   * The work; an expected error becomes a line on standard error and status 1, any other a stack.
   *
   * @param message what to tell the user of an error; empty if it is not an expected one
   */
  public static IntSupplier of(
      IntSupplier work, Function<RuntimeException, Optional<String>> message) {
    return () -> {
      try {
        return work.getAsInt();
      } catch (RuntimeException e) {
        message
            .apply(e)
            .ifPresentOrElse(
                text -> System.err.println("factorscope: " + text), e::printStackTrace);
        return FAILED;
      }
    };
  }
}
