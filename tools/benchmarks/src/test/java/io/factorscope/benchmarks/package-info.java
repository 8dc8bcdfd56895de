@NullMarked
package io.factorscope.benchmarks;

import org.jspecify.annotations.NullMarked;
