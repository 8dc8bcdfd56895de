package io.factorscope.embedder.doors;

/**
 * What one Embed call may ask for.
 *
 * @param mostInputs inputs
 * @param mostTokens tokens of all inputs
 */
public record EmbedLimits(int mostInputs, int mostTokens) {}
