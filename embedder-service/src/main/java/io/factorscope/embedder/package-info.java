/**
 * Text to hidden states, in the order of the path: {@code api} (texts come in), {@code tokens},
 * {@code windows}, {@code states} (the model), {@code stream} (the Kafka step over all of it).
 */
@NullMarked
package io.factorscope.embedder;

import org.jspecify.annotations.NullMarked;
