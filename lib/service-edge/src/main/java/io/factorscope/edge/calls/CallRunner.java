package io.factorscope.edge.calls;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Works for gRPC calls, and ends them when the work ends: well, or by {@link CallErrors}. */
@Singleton
public final class CallRunner {

  private final CallErrors errors;

  public CallRunner(CallErrors errors) {
    this.errors = errors;
  }

  /** What a call wants done; its failure ends the call with an error. */
  public interface Task {
    void run() throws Exception;
  }

  /** Answers a call by one message that is there at once; the work must not block. */
  public <A> void answer(StreamObserver<A> observer, Supplier<A> work) {
    try {
      observer.onNext(work.get());
      observer.onCompleted();
    } catch (RuntimeException e) {
      observer.onError(errors.grpc(e));
    }
  }

  /**
   * Starts the work on a thread of its own and returns at once. The thread is interrupted when the
   * client cancels or the deadline passes.
   *
   * @param observer the call's; this sets its handler for cancellation
   */
  public void start(String name, ServerCallStreamObserver<?> observer, Task task) {
    Context context = Context.current();
    Thread thread =
        Thread.ofVirtual().name(name).unstarted(context.wrap(() -> run(context, observer, task)));
    observer.setOnCancelHandler(thread::interrupt);
    context.addListener(_ -> thread.interrupt(), Runnable::run);
    thread.start();
  }

  private void run(Context context, ServerCallStreamObserver<?> observer, Task task) {
    try {
      task.run();
      observer.onCompleted();
    } catch (Exception | Error e) {
      if (!observer.isCancelled()) {
        observer.onError(error(context, e));
      }
    }
  }

  private StatusRuntimeException error(Context context, Throwable e) {
    return context.getDeadline() != null && context.getDeadline().isExpired()
        ? Status.DEADLINE_EXCEEDED
            .withDescription("the call's deadline passed")
            .asRuntimeException()
        : errors.grpc(e);
  }
}
