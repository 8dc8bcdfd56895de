package io.factorscope.embedder.api;

/**
 * What one Embed call may ask for.
 *
 * @param maxInputs inputs
 * @param maxTokens tokens of all inputs
 */
public record EmbedLimits(int maxInputs, int maxTokens) {}
