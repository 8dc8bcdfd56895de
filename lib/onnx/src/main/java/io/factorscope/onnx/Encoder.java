package io.factorscope.onnx;

import ai.onnxruntime.OrtSession;
import java.util.List;

/**
 * An opened model.
 *
 * @param session whose outputs {@code states} are the hidden states
 * @param device where it runs: never AUTO
 * @param states output names, by layer index
 * @param vocabulary number of tokens; ids must be lower
 * @param takesTokenTypes whether it has an input for token types (segments)
 */
record Encoder(
    OrtSession session,
    Device device,
    ModelInfo info,
    List<String> states,
    int vocabulary,
    boolean takesTokenTypes) {}
