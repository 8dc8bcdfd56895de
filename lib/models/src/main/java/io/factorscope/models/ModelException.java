package io.factorscope.models;

import org.jspecify.annotations.Nullable;

/**
 * A model can't be found, opened or run; the message names the file or model, the cause and the
 * remedy. Unchecked: nothing between the composition root and the edge can do better than report.
 */
public class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    this(message, null);
  }

  public ModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
