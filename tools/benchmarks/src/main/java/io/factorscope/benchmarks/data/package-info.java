/** What is measured on: real and planted states with their dictionaries, made once and kept. */
@NullMarked
package io.factorscope.benchmarks.data;

import org.jspecify.annotations.NullMarked;
