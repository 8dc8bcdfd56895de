package io.factorscope.onnx;

import io.factorscope.models.ModelException;

/** The model was closed, or the process is about to end: no run is begun any more. */
public final class ModelClosedException extends ModelException {
  private static final long serialVersionUID = 1L;

  ModelClosedException(String model) {
    super("Model '%s' is closed: it begins no new run.".formatted(model));
  }
}
