package io.factorscope.embedder.states;

import java.util.Locale;

/** Who wants the model. The two take turns, so neither can starve the other. */
public enum ModelUser {
  /** The stream, from topic to topic. */
  STREAM,
  /** Callers who wait for an answer. */
  CALL;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
