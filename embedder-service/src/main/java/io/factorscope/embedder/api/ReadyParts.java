package io.factorscope.embedder.api;

import io.factorscope.edge.ServiceLifecycle;
import jakarta.inject.Singleton;

/** The parts, for callers who may come before the service is ready. */
@Singleton
class ReadyParts {

  private final ServedParts parts;
  private final ServiceLifecycle lifecycle;

  ReadyParts(ServedParts parts, ServiceLifecycle lifecycle) {
    this.parts = parts;
    this.lifecycle = lifecycle;
  }

  /**
   * Puts documents into the stream.
   *
   * @throws io.factorscope.edge.calls.RetryLaterException if the service has not started, or the
   *     broker is away
   */
  Ingestion ingestion() {
    lifecycle.requireBroker();
    return parts.ingestion();
  }

  /**
   * Embeds on demand.
   *
   * @throws io.factorscope.edge.calls.RetryLaterException if the service has not started
   */
  Embedding embedding() {
    lifecycle.requireStarted();
    return parts.embedding();
  }
}
