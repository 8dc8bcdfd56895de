@NullMarked
package io.factorscope.benchmarks.data;

import org.jspecify.annotations.NullMarked;
