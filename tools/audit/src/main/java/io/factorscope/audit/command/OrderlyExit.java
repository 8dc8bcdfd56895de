package io.factorscope.audit.command;

import io.factorscope.exactlyonce.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Lets work end in order when the process is told to stop, and end with the work's own exit status.
 *
 * <p>On SIGINT or SIGTERM the JVM runs its shutdown hooks and then exits with 128 + signal. The
 * hook here gives the signal, waits for the work, and halts with the status that the work has
 * returned.
 */
public final class OrderlyExit {

  private static final long PATIENCE_SECONDS = 120;

  private final StopSignal stop;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile int status = 1;

  private OrderlyExit(StopSignal stop) {
    this.stop = stop;
  }

  /**
   * Runs the work on this thread.
   *
   * @param stop given when the process is to stop
   * @param work returns the exit status
   * @return what the work has returned
   */
  public static int run(StopSignal stop, IntSupplier work) {
    OrderlyExit exit = new OrderlyExit(stop);
    Thread hook = new Thread(exit::finish, "orderly-exit");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      exit.status = work.getAsInt();
      return exit.status;
    } finally {
      exit.done.countDown();
      remove(hook);
    }
  }

  private void finish() {
    stop.give();
    try {
      if (done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process stops already: the hook is at work and halts it.
    }
  }
}
