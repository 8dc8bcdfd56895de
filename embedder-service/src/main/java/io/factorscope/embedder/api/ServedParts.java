package io.factorscope.embedder.api;

/** What calls are served by, once the service has started. */
public interface ServedParts {

  /** Puts documents into the stream. */
  Ingestion ingestion();

  /** Embeds on demand. */
  Embedding embedding();
}
