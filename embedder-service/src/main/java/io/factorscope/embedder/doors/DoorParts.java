package io.factorscope.embedder.doors;

/** What stands behind the doors, once the service is ready. */
public interface DoorParts {

  /**
   * Puts documents into the stream.
   *
   * @throws NotNowException if the service is not ready
   */
  Ingestion ingestion();

  /**
   * Embeds on demand.
   *
   * @throws NotNowException if the service is not ready
   */
  Embedding embedding();
}
