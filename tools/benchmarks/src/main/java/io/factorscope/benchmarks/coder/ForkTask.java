package io.factorscope.benchmarks.coder;

import java.nio.file.Path;

/**
 * What a fork is to do; travels as JSON.
 *
 * @param data folder of the prepared data
 * @param method label of one of our methods
 * @param states how many of the states to code; a multiple of 256
 * @param warmUpSeconds until the compiler has done its work
 * @param seconds to measure
 * @param codes file for the codes
 */
record ForkTask(
    Path data,
    String method,
    double lambda,
    int states,
    double warmUpSeconds,
    double seconds,
    Path codes) {}
