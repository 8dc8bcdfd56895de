/**
 * Evidence in, versions out. All that is decided here follows from the evidence in the order of its
 * offsets: no clock, no load, no thread count. So a restart derives again what was published since
 * its checkpoint, and finds the same hashes.
 */
@NullMarked
package io.factorscope.dictionary.learn;

import org.jspecify.annotations.NullMarked;
