/** The stages of the stream, each alone with the whole machine, and the whole stream. */
@NullMarked
package io.factorscope.benchmarks.ladder;

import org.jspecify.annotations.NullMarked;
