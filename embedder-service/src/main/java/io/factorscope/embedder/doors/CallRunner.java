package io.factorscope.embedder.doors;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;

/**
 * Works for one call on a thread of its own, until the work is done, the client cancels, or the
 * deadline passes: then the thread is interrupted.
 */
final class CallRunner {

  private CallRunner() {}

  /** What a call wants done; its failure ends the call with an error. */
  interface Task {
    void run() throws Exception;
  }

  /**
   * Starts the work and returns at once; ends the call when the work ends.
   *
   * @param observer the call's; this sets its handler for cancellation
   */
  static Thread start(String name, ServerCallStreamObserver<?> observer, Task task) {
    Context context = Context.current();
    Thread thread =
        Thread.ofVirtual().name(name).unstarted(context.wrap(() -> run(context, observer, task)));
    observer.setOnCancelHandler(thread::interrupt);
    context.addListener(_ -> thread.interrupt(), Runnable::run);
    thread.start();
    return thread;
  }

  private static void run(Context context, ServerCallStreamObserver<?> observer, Task task) {
    try {
      task.run();
      observer.onCompleted();
    } catch (Exception | Error e) {
      if (!observer.isCancelled()) {
        observer.onError(error(context, e));
      }
    }
  }

  private static StatusRuntimeException error(Context context, Throwable e) {
    return context.getDeadline() != null && context.getDeadline().isExpired()
        ? Status.DEADLINE_EXCEEDED
            .withDescription("the call's deadline passed")
            .asRuntimeException()
        : GrpcErrors.of(e);
  }
}
