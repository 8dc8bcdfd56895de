package io.factorscope.sparse.learn;

/**
 * Two factors that had become one.
 *
 * @param kept has the evidence of both from now on
 * @param dropped was given to something else
 */
public record Merge(int kept, int dropped) {}
