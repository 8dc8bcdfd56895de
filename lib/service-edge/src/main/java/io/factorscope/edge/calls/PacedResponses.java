package io.factorscope.edge.calls;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends answers no faster than the client takes them, and ends the work when the call is over. */
public final class PacedResponses<T> implements ResponseConsumer<T> {

  private static final long LOOK_AGAIN_MILLIS = 200;

  private final ServerCallStreamObserver<T> observer;
  private final Context context = Context.current();
  private final Semaphore changes = new Semaphore(0);

  /** To be made before the call's method returns, by its thread. */
  public PacedResponses(ServerCallStreamObserver<T> observer) {
    this.observer = observer;
    observer.setOnReadyHandler(changes::release);
  }

  @Override
  public void send(T response) throws InterruptedException {
    boolean changed = false;
    while (!isOver() && !observer.isReady()) {
      changed |= changes.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (isOver()) {
      throw new InterruptedException(
          "the call was over " + (changed ? "after" : "before") + " the client was ready");
    }
    observer.onNext(response);
  }

  private boolean isOver() {
    return observer.isCancelled() || context.isCancelled();
  }
}
