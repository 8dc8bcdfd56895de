package io.factorscope.edge;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Iterator;

/** Answers of a call that are all there, sent no faster than the client takes them. */
public final class PacedAnswers {

  private PacedAnswers() {}

  /**
   * Sends all and ends the call. To be called by the method of the call.
   *
   * @param answers are asked for when the client is ready for them
   */
  public static <T> void send(Iterator<T> answers, ServerCallStreamObserver<T> observer) {
    Sending<T> sending = new Sending<>(answers, observer);
    // Nothing to do: without a further answer the call is over.
    observer.setOnCancelHandler(() -> {});
    observer.setOnReadyHandler(sending::goOn);
    sending.goOn();
  }

  private static final class Sending<T> {

    private final Iterator<T> answers;
    private final ServerCallStreamObserver<T> observer;
    private boolean complete;

    Sending(Iterator<T> answers, ServerCallStreamObserver<T> observer) {
      this.answers = answers;
      this.observer = observer;
    }

    synchronized void goOn() {
      while (observer.isReady() && answers.hasNext()) {
        observer.onNext(answers.next());
      }
      if (!answers.hasNext() && !complete) {
        complete = true;
        observer.onCompleted();
      }
    }
  }
}
