/** Tests of the kernels against the scalar oracle. */
@NullMarked
package io.factorscope.sparse.kernel;

import org.jspecify.annotations.NullMarked;
