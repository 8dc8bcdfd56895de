/**
 * The step from {@code texts} to {@code hidden-states}: every record of the one is answered in the
 * other, in order, in the partition of the same number.
 */
@NullMarked
package io.factorscope.embedder.stream;

import org.jspecify.annotations.NullMarked;
