/**
 * The only importer of ONNX Runtime: opens models on a device, and runs them with the hidden states
 * of all layers as outputs; solves the lasso on a device.
 *
 * <p>{@link io.factorscope.onnx.HiddenStateModel} and {@link io.factorscope.onnx.ProximalSolver}
 * are thread-safe. Every failure that has to do with a model, its files or its device is a {@link
 * io.factorscope.models.ModelException} naming the file, the cause and the remedy; a wrong argument
 * is an {@link java.lang.IllegalArgumentException}.
 */
@NullMarked
package io.factorscope.onnx;

import org.jspecify.annotations.NullMarked;
