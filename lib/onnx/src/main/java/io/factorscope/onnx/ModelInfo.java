package io.factorscope.onnx;

/**
 * What is known of a model.
 *
 * @param id the name that it was opened with
 * @param contentHash SHA-256 of model.onnx, 64 lower-case hexadecimal digits
 * @param layers number of layers L: layer indices run from 0 (embedding) to L (last layer)
 * @param width length d of a hidden state
 * @param maxPositions the longest input, in tokens
 */
public record ModelInfo(String id, String contentHash, int layers, int width, int maxPositions) {}
