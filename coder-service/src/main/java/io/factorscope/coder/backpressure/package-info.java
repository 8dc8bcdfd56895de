/**
 * A learner that falls behind slows its coder down, before retention could delete evidence that no
 * checkpoint includes.
 */
@NullMarked
package io.factorscope.coder.backpressure;

import org.jspecify.annotations.NullMarked;
