@NullMarked
package io.factorscope.benchmarks.coder;

import org.jspecify.annotations.NullMarked;
