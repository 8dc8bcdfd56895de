/**
 * The inner loops behind one seam. {@link io.factorscope.sparse.kernel.ScalarKernels} is the oracle
 * and the fall-back; {@link io.factorscope.sparse.kernel.VectorKernels} and its package-private
 * companions are the only users of {@code jdk.incubator.vector}. Both give the same bits: sums run
 * over a fixed number of virtual lanes that are added in a fixed order, whatever the width of the
 * hardware.
 *
 * <p>Internal to this module: other modules use {@code io.factorscope.sparse}.
 */
@NullMarked
package io.factorscope.sparse.kernel;

import org.jspecify.annotations.NullMarked;
