package io.factorscope.embedder.doors;

/** Where the answers of a streaming call go, one after the other. */
interface ResponseConsumer<T> {

  /**
   * Sends an answer, when the client is ready for it.
   *
   * @throws InterruptedException if the call is over
   */
  void send(T response) throws InterruptedException;
}
