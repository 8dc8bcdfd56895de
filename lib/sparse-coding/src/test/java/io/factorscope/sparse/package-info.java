/** Tests of the coders; {@code SparseCoderContract} is the kit that every coder passes. */
@NullMarked
package io.factorscope.sparse;

import org.jspecify.annotations.NullMarked;
