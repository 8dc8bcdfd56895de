/**
 * Windows to hidden states: batches of like length, turns at the one model, rounding to the wire's
 * type, and messages that a broker accepts.
 */
@NullMarked
package io.factorscope.embedder.states;

import org.jspecify.annotations.NullMarked;
