package io.factorscope.onnx.graph;

/** The graph is not one whose hidden states can be found beyond doubt; the message says why. */
public final class UnsupportedGraphException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedGraphException(String reason) {
    super(reason);
  }
}
