package io.factorscope.benchmarks.coder;

/**
 * What a peer measured.
 *
 * @param coding nanoseconds of processor time per state
 * @param codingWall nanoseconds by the clock on the wall per state
 * @param states that were coded
 * @param version of the library
 */
record PeerResult(double coding, double codingWall, int states, String version) {}
