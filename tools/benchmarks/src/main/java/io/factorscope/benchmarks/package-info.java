/** Measures how fast Factorscope is. Never shipped. */
@NullMarked
package io.factorscope.benchmarks;

import org.jspecify.annotations.NullMarked;
