/**
 * Evidence in, versions out, without a clock, a topic or a thread. All that is learned follows from
 * the evidence in the order of its offsets. So a restart derives again what was published since its
 * checkpoint, and finds the same hashes.
 */
@NullMarked
package io.factorscope.dictionary.learn;

import org.jspecify.annotations.NullMarked;
