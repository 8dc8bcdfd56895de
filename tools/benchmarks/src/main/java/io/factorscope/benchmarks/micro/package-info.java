/** Single operations under JMH, on prepared data: {@code ./factorscope benchmark jmh}. */
@NullMarked
package io.factorscope.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
