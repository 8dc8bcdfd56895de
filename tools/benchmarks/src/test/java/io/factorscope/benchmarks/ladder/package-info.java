@NullMarked
package io.factorscope.benchmarks.ladder;

import org.jspecify.annotations.NullMarked;
