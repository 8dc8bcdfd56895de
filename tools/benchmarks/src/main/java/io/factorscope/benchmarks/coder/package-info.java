/** The coders against the matrix product and against their peers, each in a process of its own. */
@NullMarked
package io.factorscope.benchmarks.coder;

import org.jspecify.annotations.NullMarked;
