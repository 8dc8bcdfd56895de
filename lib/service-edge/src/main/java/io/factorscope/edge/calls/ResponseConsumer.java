package io.factorscope.edge.calls;

/** Where the answers of a streaming call go, one after the other. */
public interface ResponseConsumer<T> {

  /**
   * Sends an answer, when the client is ready for it.
   *
   * @throws InterruptedException if the call is over
   */
  void send(T response) throws InterruptedException;
}
