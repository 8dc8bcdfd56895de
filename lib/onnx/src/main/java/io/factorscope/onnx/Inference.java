package io.factorscope.onnx;

import ai.onnxruntime.OrtException;
import java.nio.LongBuffer;

/** One run of an encoder: ids in, states written by ONNX Runtime straight to our memory. */
final class Inference {
  static final String TOKEN_IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String TOKEN_TYPES = "token_type_ids";

  private Inference() {}

  /**
   * Runs the encoder.
   *
   * @param states gives the layers and takes what comes out
   */
  static void run(Encoder encoder, TokenBatch tokens, PinnedHiddenStates states)
      throws OrtException {
    try (Tensors inputs = inputs(encoder, tokens);
        Tensors outputs = outputs(encoder, states);
        var _ = encoder.session().run(inputs.byName(), outputs.byName())) {
      // The outputs are pinned: there is nothing left to read from the result.
    }
  }

  private static Tensors inputs(Encoder encoder, TokenBatch tokens) throws OrtException {
    Tensors inputs = new Tensors();
    inputs.add(TOKEN_IDS, LongBuffer.wrap(tokens.ids()), tokens.shape());
    inputs.add(MASK, tokens.mask(), tokens.shape());
    if (encoder.takesTokenTypes()) {
      inputs.add(TOKEN_TYPES, LongBuffer.allocate(tokens.ids().length), tokens.shape());
    }
    return inputs;
  }

  private static Tensors outputs(Encoder encoder, PinnedHiddenStates states) throws OrtException {
    Tensors outputs = new Tensors();
    long[] shape = {states.batch(), states.length(), states.width()};
    for (int layer : states.layers()) {
      outputs.add(encoder.states().get(layer), states.slice(layer), shape);
    }
    return outputs;
  }
}
