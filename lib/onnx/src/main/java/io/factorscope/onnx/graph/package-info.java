/**
 * Finds the hidden states of all layers in an ONNX graph by its structure, and makes them outputs;
 * builds the graph that solves the lasso.
 *
 * <p>Works on the protobuf classes only: nothing here runs a model. Classes without state are
 * thread-safe, {@code GraphView} is immutable.
 */
@NullMarked
package io.factorscope.onnx.graph;

import org.jspecify.annotations.NullMarked;
